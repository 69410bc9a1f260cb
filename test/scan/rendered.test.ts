// Charts and overlays as the tools print them: one finding for one problem, at the line that made it. The tools are played by what real
// ones have printed, and asked themselves where they are installed.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import type { RenderOptions } from '../../src/sources/render/rendered.ts';
import { findTool } from '../../src/sources/render/run-tool.ts';
import { fakeTools, REAL_TOOLS, recordedHelm } from '../sources/render/tools.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

const scanTree = (cwd: string, render?: RenderOptions): Promise<Report> =>
  scan({ paths: ['.'], cwd, rules, kubernetes: '1.30', ...(render === undefined ? {} : { render }) });

const told = (report: Report): readonly string[] =>
  report.findings.map(({ level, ruleId, location: { physical } }) => `${level} ${ruleId} ${physical?.uri ?? ''}:${physical?.region?.startLine ?? '-'}`);

const pod = (kind: string, name: string, volumes: string): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: main
          image: busybox
          volumeMounts:
            - {name: node, mountPath: /node}
      volumes:
        - name: node
${volumes}`;

const FIXED = '          hostPath:\n            path: /var/run/docker.sock\n';
const VALUED = '          hostPath:\n            path: {{ .Values.socket }}\n';
const GIVEN = '          hostPath:\n            path: /run/containerd/containerd.sock\n';

const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\n',
  'values.yaml': 'dind: false\nsocket: /run/containerd/containerd.sock\n',
  'templates/fixed.yaml': pod('DaemonSet', '{{ .Release.Name }}-fixed', FIXED),
  'templates/off.yaml': `{{- if .Values.dind }}\n${pod('DaemonSet', 'off', FIXED)}{{- end }}\n`,
  'templates/valued.yaml': pod('Deployment', 'valued', VALUED),
};

const source = (file: string, text: string): string => `---\n# Source: agent/templates/${file}\n${text}`;
const DEFAULTS = source('fixed.yaml', pod('DaemonSet', 'agent-fixed', FIXED)) + source('valued.yaml', pod('Deployment', 'valued', GIVEN));
const ALL =
  source('fixed.yaml', pod('DaemonSet', 'agent-fixed', FIXED)) +
  source('off.yaml', pod('DaemonSet', 'off', FIXED)) +
  source('valued.yaml', pod('Deployment', 'valued', FIXED));

const auto = (toolPath: string, more: Partial<RenderOptions> = {}): RenderOptions => ({ mode: 'auto', toolPath, ...more });

describe('with what helm has printed', () => {
  test('what is found both ways is one finding with its identity; what is off is a note that says so', async () => {
    const tree = makeTree(CHART);
    const [before, after] = [await scanTree(tree), await scanTree(tree, auto(fakeTools({ helm: recordedHelm(DEFAULTS) })))];
    expect(told(before)).toEqual(['error docker-socket-mount templates/fixed.yaml:16', 'warning docker-socket-mount templates/off.yaml:17']);
    expect(told(after)).toEqual(['error docker-socket-mount templates/fixed.yaml:16', 'note docker-socket-mount templates/off.yaml:17']);
    expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(before.findings.map(({ fingerprint }) => fingerprint));
    expect(after.findings[0]).toEqual(before.findings[0]);
    expect(after.findings[1]).toMatchObject({ effect: 'none-yet', message: expect.stringMatching(/\(not rendered with the given values\)$/) as string });
    expect(after.notifications).toEqual([]);
  });

  test('what the given values switch on is as bad as anything; what only they show stands at the line that they fill in', async () => {
    const tree = makeTree(CHART);
    const after = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(ALL) }), { helmSet: ['dind=true', 'socket=/var/run/docker.sock'] }));
    expect(told(after)).toEqual([
      'error docker-socket-mount templates/fixed.yaml:16',
      'error docker-socket-mount templates/off.yaml:17',
      'error docker-socket-mount templates/valued.yaml:16',
    ]);
    expect(after.findings[1]?.message).not.toContain('off by default');
    expect(after.findings[2]).toMatchObject({ owner: { kind: 'Deployment', name: 'valued' }, location: { snippet: 'path: {{ .Values.socket }}' } });
  });

  test('what an action prints whole is traced to the values that it prints', async () => {
    const tree = makeTree({
      ...CHART,
      'templates/valued.yaml': pod('Deployment', 'valued', GIVEN).replace(/$/, '{{- toYaml .Values.more | nindent 8 }}\n'),
      'prod.yaml': 'more:\n  - name: extra\n    hostPath:\n      path: /var/run/docker.sock\n',
    });
    const printed = source(
      'valued.yaml',
      `${pod('Deployment', 'valued', GIVEN)}        - hostPath:\n            path: /var/run/docker.sock\n          name: extra\n`,
    );
    const after = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(printed) }), { helmValues: ['prod.yaml'] }));
    expect(told(after).filter(line => line.includes('prod.yaml') || line.includes('valued.yaml'))).toEqual(['error docker-socket-mount prod.yaml:4']);
  });

  test('a chart that prints no workload without values proves nothing', async () => {
    const tree = makeTree(CHART);
    const nothing = source('fixed.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: agent}\n');
    expect(told(await scanTree(tree, auto(fakeTools({ helm: recordedHelm(nothing) }))))).toEqual(told(await scanTree(tree)));
  });

  test('what a cluster decides is not off because helm knows no cluster', async () => {
    const asked = `{{- if lookup "v1" "Node" "" "" }}\n${pod('DaemonSet', 'asked', FIXED)}{{- end }}\n`;
    const tree = makeTree({ ...CHART, 'templates/asked.yaml': asked });
    const before = await scanTree(tree);
    const after = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(DEFAULTS) })));
    const at = (report: Report): readonly string[] => told(report).filter(line => line.includes('asked.yaml'));
    expect(at(before)).toHaveLength(1);
    expect(at(after)).toEqual(at(before));
  });

  test('a suppressed finding stays suppressed and is not told again', async () => {
    const template = `# unshim-ignore[docker-socket-mount]: replaced next week\n`;
    const fixed = pod('DaemonSet', 'fixed', FIXED).replace('            path:', `            ${template}            path:`);
    const tree = makeTree({ ...CHART, 'templates/fixed.yaml': fixed });
    const after = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(source('fixed.yaml', fixed)) })));
    expect(
      after.findings.filter(({ location }) => location.physical?.uri === 'templates/fixed.yaml').map(({ suppression }) => suppression?.justification),
    ).toEqual(['replaced next week']);
  });

  test('an excluded template is not found by rendering either', async () => {
    const tree = makeTree(CHART);
    const report = await scan({
      paths: ['.'],
      cwd: tree,
      rules,
      kubernetes: '1.30',
      exclude: ['off.yaml'],
      render: auto(fakeTools({ helm: recordedHelm(ALL) })),
    });
    expect(told(report)).toEqual(['error docker-socket-mount templates/fixed.yaml:16', 'error docker-socket-mount templates/valued.yaml:16']);
  });
});

describe('what cannot be rendered', () => {
  const FAILING = "if (process.argv[2] === 'version') console.log('v3.18.6'); else { console.error('Error: \\u001b[31mno'); process.exitCode = 1 }";

  test.each([
    ['auto', 'note', true],
    ['always', 'error', false],
  ] as const)('without tools the unrendered reading stands, told once: %s', async (mode, level, complete) => {
    const tree = makeTree({
      'a/Chart.yaml': 'name: a\n',
      'a/templates/x.yaml': pod('DaemonSet', 'x', FIXED),
      'b/Chart.yaml': 'name: b\n',
      'b/templates/x.yaml': pod('DaemonSet', 'x', FIXED),
    });
    const report = await scanTree(tree, { mode, toolPath: fakeTools({}) });
    expect(report.notifications.map(({ code, level: how, message }) => ({ code, how, message: message.replace(/;.*/, '') }))).toEqual([
      { code: 'unrendered-template', how: level, message: '2 charts are read without being rendered, since helm is not installed' },
    ]);
    expect(report.complete).toBe(complete);
    expect(told(report)).toEqual(['error docker-socket-mount a/templates/x.yaml:16', 'error docker-socket-mount b/templates/x.yaml:16']);
  });

  test('a chart that fails is told with what helm says, and read as before', async () => {
    const tree = makeTree(CHART);
    const report = await scanTree(tree, auto(fakeTools({ helm: FAILING })));
    expect(report.notifications).toEqual([
      {
        code: 'unrendered-template',
        level: 'note',
        message: 'the chart is read without being rendered: \u001b[31mno',
        location: { physical: { uri: 'Chart.yaml' } },
      },
    ]);
    expect(told(report)).toEqual(told(await scanTree(tree)));
  });

  test.each([{ helmSet: ['dind=true'] }, { helmValues: ['on.yaml'] }])(
    'values that no chart can be rendered with make the scan incomplete: %j',
    async values => {
      const tree = makeTree({ ...CHART, 'on.yaml': 'dind: true\n' });
      const without = await scanTree(tree, auto(fakeTools({}), values));
      expect(without.notifications).toMatchObject([
        {
          level: 'error',
          message: '1 of the charts is read without being rendered, since helm is not installed; install it, or leave --helm-values and --helm-set out',
        },
      ]);
      const failed = await scanTree(tree, auto(fakeTools({ helm: FAILING }), values));
      expect(failed.notifications).toMatchObject([{ level: 'error', message: 'the chart is read without being rendered: \u001b[31mno' }]);
      expect([without.complete, failed.complete]).toEqual([false, false]);
    },
  );

  test('values need not fit each chart', async () => {
    const other = { 'other/Chart.yaml': 'name: other\n', 'other/templates/x.yaml': pod('DaemonSet', 'x', FIXED), 'other/far': '-> /etc' };
    const tree = makeTree({ ...Object.fromEntries(Object.entries(CHART).map(([name, text]) => [`agent/${name}`, text])), ...other });
    const report = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(ALL) }), { helmSet: ['dind=true'] }));
    expect(report.notifications.map(({ code, level }) => `${level} ${code}`)).toEqual(['note unrendered-template', 'note link-outside']);
    expect(report.complete).toBe(true);
  });

  test('a chart with a link out of the folder is not given to helm, which would follow it', async () => {
    const outside = makeTree({ 'secret.yaml': 'x' });
    const tree = makeTree({ ...CHART, 'files/secret': `-> ${join(outside, 'secret.yaml')}` });
    const report = await scanTree(tree, auto(fakeTools({ helm: recordedHelm(ALL) })));
    expect(report.notifications.map(({ message }) => message)).toContain(
      'the chart is read without being rendered: files/secret leads out of the folder that is scanned',
    );
    expect(told(report)).toEqual(told(await scanTree(tree)));
  });

  test('a kustomization with something remote, or with a base outside, is not rendered', async () => {
    const tree = makeTree({
      'scan/a/kustomization.yaml': 'resources: [ds.yaml, "https://example.com/x.yaml"]\n',
      'scan/a/ds.yaml': pod('DaemonSet', 'x', FIXED),
      'scan/b/kustomization.yaml': 'resources: [../../outside, ds.yaml]\n',
      'scan/b/ds.yaml': pod('DaemonSet', 'x', FIXED),
      'outside/kustomization.yaml': 'resources: []\n',
    });
    const kustomize = "console.log('kind: ConfigMap'); console.error('started')";
    const report = await scanTree(join(tree, 'scan'), auto(fakeTools({ kustomize })));
    expect(report.notifications.filter(({ code }) => code === 'unrendered-template').map(({ message }) => message)).toEqual([
      'the kustomization is read without being rendered: it includes https://example.com/x.yaml, which would have to be fetched',
      'the kustomization is read without being rendered: ../outside leads out of the folder that is scanned',
    ]);
  });

  test('values that cannot be read are a mistake of the user', async () => {
    await expect(scanTree(makeTree(CHART), auto(fakeTools({}), { helmValues: ['none.yaml'] }))).rejects.toThrow(
      '--helm-values none.yaml: the file cannot be read',
    );
  });

  test('nothing that matters, nothing to render: no tool is started or missed', async () => {
    const report = await scanTree(makeTree({ 'Chart.yaml': 'name: a\n', 'templates/x.yaml': 'kind: ConfigMap\n' }), auto(fakeTools({})));
    expect(report.notifications).toEqual([]);
  });
});

const OVERLAYS = {
  'base/kustomization.yaml': 'resources: [kept.yaml, dropped.yaml]\nconfigMapGenerator:\n  - {name: setup, files: [setup.sh]}\n',
  'base/kept.yaml': pod('DaemonSet', 'kept', FIXED),
  'base/dropped.yaml': pod('DaemonSet', 'dropped', FIXED),
  'base/setup.sh': 'docker ps\n',
  'dev/kustomization.yaml': `resources: [../base]
namePrefix: dev-
patches:
  - target: {kind: DaemonSet, name: dropped}
    patch: |-
      - {op: replace, path: /spec/template/spec/volumes/0/hostPath/path, value: /run/containerd/containerd.sock}
`,
  'prod/kustomization.yaml': `resources: [../base]
namePrefix: prod-
configMapGenerator:
  - name: paths
    literals: [root=/var/lib/docker]
replacements:
  - source: {kind: ConfigMap, name: paths, fieldPath: data.root}
    targets:
      - select: {kind: DaemonSet, name: dropped}
        fieldPaths: [spec.template.spec.volumes.0.hostPath.path]
`,
};

describe.skipIf(findTool('helm', REAL_TOOLS) === undefined)('with the real helm (skipped where it is not installed)', () => {
  test('it prints what was recorded', async () => {
    const tree = makeTree(CHART);
    expect(told(await scanTree(tree, auto(REAL_TOOLS)))).toEqual(told(await scanTree(tree, auto(fakeTools({ helm: recordedHelm(DEFAULTS) })))));
    const helmSet = ['dind=true', 'socket=/var/run/docker.sock'];
    expect(told(await scanTree(tree, auto(REAL_TOOLS, { helmSet })))).toEqual(
      told(await scanTree(tree, auto(fakeTools({ helm: recordedHelm(ALL) }), { helmSet }))),
    );
  });

  test('subcharts, hooks, tpl and named templates with arguments of their own', async () => {
    const tree = makeTree({
      'Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\ndependencies: [{name: logs, version: 0.1.0, condition: logs.enabled}]\n',
      'values.yaml': 'script: ""\nlogs: {enabled: false}\n',
      'prod.yaml': 'script: docker {{ .Values.verb }}\nverb: ps\nlogs: {enabled: true}\n',
      'charts/logs/Chart.yaml': 'apiVersion: v2\nname: logs\nversion: 0.1.0\n',
      'charts/logs/values.yaml': '{}\n',
      'charts/logs/templates/ds.yaml': pod('DaemonSet', 'logs', '          hostPath:\n            path: /var/lib/docker/containers\n'),
      'templates/_helpers.tpl': '{{- define "mount" }}\n          hostPath:\n            path: {{ printf "/var/run/%s.sock" .name }}\n{{- end }}\n',
      'templates/hook.yaml': pod('DaemonSet', 'hook', '{{- include "mount" (dict "name" "docker") }}\n').replace(
        'metadata:\n',
        'metadata:\n  annotations: {helm.sh/hook: pre-install}\n',
      ),
      'templates/script.yaml': pod('DaemonSet', 'script', GIVEN).replace(
        '          image: busybox\n',
        '          image: busybox\n          command: [sh, -c, {{ tpl .Values.script . | quote }}]\n',
      ),
    });
    const [off, on] = [await scanTree(tree, auto(REAL_TOOLS)), await scanTree(tree, auto(REAL_TOOLS, { helmValues: ['prod.yaml'] }))];
    const level = (report: Report, file: string): readonly string[] => told(report).filter(line => line.includes(file));
    expect(level(off, 'charts/logs')).toEqual([expect.stringMatching(/^note docker-container-logs-mount/)]);
    expect(level(on, 'charts/logs')).toEqual([expect.stringMatching(/^(?:warning|error) docker-container-logs-mount/)]);
    expect(level(off, 'templates/hook.yaml')).toEqual([expect.stringMatching(/^error docker-socket-mount/)]);
    expect(level(off, 'templates/script.yaml')).toEqual([]);
    expect(level(on, 'templates/script.yaml')).toEqual(['error docker-cli-call templates/script.yaml:11']);
  });

  test('dependencies that are not there', async () => {
    const tree = makeTree({
      ...CHART,
      'Chart.yaml': `${CHART['Chart.yaml']}dependencies: [{name: common, version: 1.0.0, repository: 'https://charts.example.com'}]\n`,
    });
    const report = await scanTree(tree, auto(REAL_TOOLS));
    expect(report.notifications.map(({ message }) => message)).toEqual([
      'the chart is read without being rendered: its dependencies are not in charts/ (common); run helm dependency build',
    ]);
  });
});

const REAL_KUSTOMIZE = ['kustomize', 'kubectl'].map(name => findTool(name, REAL_TOOLS)).filter(path => path !== undefined);

describe.skipIf(REAL_KUSTOMIZE.length === 0)('with the real kustomize or kubectl (skipped where neither is installed)', () => {
  test.each(REAL_KUSTOMIZE)('overlays: patched away is a note, replaced in is found, generated is found where it is written: %s', async path => {
    const name = path.endsWith('kubectl') ? 'kubectl' : 'kustomize';
    const toolPath = makeTree({ [name]: `-> ${path}` });
    const report = await scanTree(makeTree(OVERLAYS), auto(toolPath));
    expect(report.notifications).toEqual([]);
    expect(told(report)).toEqual([
      'note docker-socket-mount base/dropped.yaml:16',
      'error docker-socket-mount base/kept.yaml:16',
      'error docker-cli-call base/setup.sh:1',
      'error docker-data-root-mount prod/kustomization.yaml:5',
    ]);
  });
});

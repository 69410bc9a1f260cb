// A finding deep inside of texts within texts stands on its own characters in the file that a person edits.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { makeTree } from '../sources/tree.ts';

const rules = await loadRules();

async function findingsOf(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const cwd = makeTree(files);
  return (await scan({ paths: ['.'], cwd, rules, kubernetes: '1.37' })).findings;
}

/** What a rule's findings stand on, in the text of their file. */
async function marked(text: string, ruleId: string): Promise<readonly string[]> {
  const findings = await findingsOf({ 'x.yaml': text });
  return findings.filter(finding => finding.ruleId === ruleId).map(finding => markedIn(text, finding));
}

/** The characters of a finding's region. */
function markedIn(text: string, { location }: Finding): string {
  const region = location.physical?.region;
  if (region === undefined) return '';
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(match => match.index + match[0].length)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return text.slice(offset(region.startLine, region.startColumn), offset(region.endLine, region.endColumn));
}

const config = (key: string, value: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  ${key}: ${value}\n`;

const SCRIPT = [
  '|',
  '#!/bin/bash',
  'set -e',
  'cat > /etc/docker/daemon.json <<EOF',
  '{"log-driver": "journald",',
  ' "exec-opts": []}',
  'EOF',
  'systemctl restart docker',
].join('\n    ');

describe('three levels deep, in a ConfigMap, a script and a here-document', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['lone CR', '\r'],
  ])('with %s line ends', async (_, end) => {
    const text = config('setup.sh', SCRIPT).replaceAll('\n', end);
    const [finding] = (await findingsOf({ 'x.yaml': text })).filter(one => one.ruleId === 'daemon-remote-log-driver');
    expect(finding?.location.physical?.region).toEqual({ startLine: 9, startColumn: 21, endLine: 9, endColumn: 29 });
    expect(finding && markedIn(text, finding)).toBe('journald');
    expect(await marked(text, 'docker-service-control')).toEqual(['systemctl restart docker']);
  });

  it('in a folded scalar, over whose folds a command runs', async () => {
    expect(await marked(config('run.sh', '>-\n    docker\n    ps\n    -a'), 'docker-cli-call')).toEqual(['docker\n    ps\n    -a']);
  });

  it('in a script of one line', async () => {
    expect(await marked(config('stop.sh', 'docker stop x # why'), 'docker-cli-call')).toEqual(['docker stop x']);
  });

  it('in single quotes', async () => {
    expect(await marked(config('daemon.json', `'{"log-driver": "journald", "labels": ["it''s"]}'`), 'daemon-remote-log-driver')).toEqual(['journald']);
  });

  it('in double quotes with escapes', async () => {
    const script = JSON.stringify('#!/bin/bash\ncat > /etc/docker/daemon.json <<EOF\n{"a": "\u00e9", "log-driver": "journald"}\nEOF\n').replace('é', '\\u00e9');
    expect(await marked(config('setup.sh', script), 'daemon-remote-log-driver')).toEqual(['journald']);
  });

  it('in JSON', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'daemon.json': '{\n "log-driver": "journald"\n}' } };
    expect(await marked(JSON.stringify(object), 'daemon-remote-log-driver')).toEqual(['journald']);
  });

  it('where the value is itself spelled with escapes', async () => {
    expect(await marked(config('daemon.json', '"{\\"log-driver\\": \\"j\\u006furnald\\"}"'), 'daemon-remote-log-driver')).toEqual(['j\\u006furnald']);
  });
});

describe('base64, which has no places inside, is marked as a whole', () => {
  const daemon = '{"log-driver": "journald"}';

  it('in a Secret', async () => {
    const encoded = Buffer.from(daemon).toString('base64');
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  daemon.json: ${encoded}\n`;
    expect(await marked(text, 'daemon-remote-log-driver')).toEqual([encoded]);
  });

  it('in cloud-init, packed or plain', async () => {
    const plain = Buffer.from(daemon).toString('base64');
    const packed = gzipSync(daemon).toString('base64');
    const file = (encoding: string, content: string): string => `  - path: /etc/docker/daemon.json\n    encoding: ${encoding}\n    content: ${content}\n`;
    const text = `#cloud-config\nwrite_files:\n${file('b64', plain)}${file('gz+b64', packed)}`;
    expect(await marked(text, 'daemon-remote-log-driver')).toEqual([plain, packed]);
  });

  it('and so is what stands inside of what it holds', async () => {
    const script = Buffer.from('#!/bin/bash\ncat > /etc/docker/daemon.json <<EOF\n{"log-driver": "journald"}\nEOF\n').toString('base64');
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {setup.sh: ${script}}\n`;
    expect(await marked(text, 'daemon-remote-log-driver')).toEqual([script]);
  });
});

describe('in a chart', () => {
  const files = (template: string, values = ''): Readonly<Record<string, string>> => ({
    'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
    'values.yaml': values,
    'templates/config.yaml': template,
  });

  it('a template expression inside of a block scalar is marked as it is written', async () => {
    const template = config('daemon.json', '|\n    {"log-driver": {{ .Values.driver | quote }}, "x": 1}');
    const found = (await findingsOf(files(template, 'driver: journald\n'))).filter(finding => finding.ruleId === 'daemon-remote-log-driver');
    expect(found.map(finding => [finding.location.physical?.uri, markedIn(template, finding)])).toEqual([
      ['templates/config.yaml', '{{ .Values.driver | quote }}'],
    ]);
  });

  it('what stands behind template lines in a block scalar keeps its place', async () => {
    const template = config(
      'setup.sh',
      '|\n    #!/bin/bash\n    {{- if .Values.on }}\n    docker ps {{ .Values.flags }} -a\n    {{- end }}\n    systemctl stop docker',
    );
    const found = await findingsOf(files(template, 'on: true\nflags: -q\n'));
    expect(found.filter(finding => finding.ruleId === 'docker-cli-call').map(finding => markedIn(template, finding))).toEqual([
      'docker ps {{ .Values.flags }} -a',
    ]);
    expect(found.filter(finding => finding.ruleId === 'docker-service-control').map(finding => markedIn(template, finding))).toEqual(['systemctl stop docker']);
  });

  it('a file within the values has its place there', async () => {
    const values = 'daemon:\n  daemon.json: |-\n    {\n      "log-driver": "journald"\n    }\n';
    const found = (await findingsOf(files('', values))).filter(finding => finding.ruleId === 'daemon-remote-log-driver');
    expect(found.map(finding => [finding.location.physical?.uri, markedIn(values, finding)])).toEqual([['values.yaml', 'journald']]);
  });
});

// Input from strangers: whatever it holds, a scan ends, stays within bounds, and says what it did not look at.
import { Buffer } from 'node:buffer';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { formats } from '../../src/report/index.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';

const rules = await loadRules();

async function scanBytes(bytes: Buffer): Promise<Report> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield bytes;
    await Promise.resolve();
  }
  return scan({ paths: ['-'], stdin: stream(), cwd: '/', rules, kubernetes: '1.37' });
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: c, image: x:1, volumeMounts: [{name: s, mountPath: /var/run/docker.sock}]}]
  volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]
`;

const bomb = [
  'a0: &a0 [docker.sock, docker.sock]',
  ...Array.from({ length: 60 }, (_, i) => `a${String(i + 1)}: &a${String(i + 1)} [*a${String(i)}, *a${String(i)}, *a${String(i)}]`),
].join('\n');

const HOSTILE: Readonly<Record<string, { readonly text: string | Buffer; readonly complete: boolean }>> = {
  'an alias bomb': { text: `${bomb}\n`, complete: false },
  'an alias that is not defined': { text: 'x: *docker\n', complete: false },
  'a mapping that holds itself': { text: 'docker: &d\n  self: *d\n', complete: true },
  '100,000 open brackets': { text: `docker: ${'['.repeat(100_000)}`, complete: false },
  '100,000 open braces as JSON': { text: '{"docker":'.repeat(100_000), complete: false },
  '100,000 compact sequences': { text: `${'- '.repeat(100_000)}docker\n`, complete: false },
  'ever deeper indentation': { text: Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i)}docker:`).join('\n'), complete: false },
  '100,000 keys in one mapping': { text: Array.from({ length: 100_000 }, (_, i) => `key${String(i)}: docker.sock`).join('\n'), complete: true },
  'a line of a million characters': { text: `docker: "${'docker.sock '.repeat(90_000)}"\n`, complete: true },
  'zero bytes': { text: Buffer.from(`kind: Pod\0\n${POD}`), complete: false },
  'invalid UTF-8': { text: Buffer.concat([Buffer.from('# caf'), Buffer.from([0xe9, 0xff, 0xfe, 10]), Buffer.from(POD)]), complete: true },
  'UTF-16 with a byte order mark': { text: Buffer.from(`\uFEFF${POD}`, 'utf16le'), complete: true },
  'UTF-16 without one': { text: Buffer.from(POD, 'utf16le'), complete: true },
  'CRLF line ends': { text: POD.replaceAll('\n', '\r\n'), complete: true },
  'lone CR line ends': { text: POD.replaceAll('\n', '\r'), complete: true },
  'a tab for indentation': { text: POD.replace('  containers', '\tcontainers'), complete: false },
  'duplicate keys': { text: `${POD}kind: Pod\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}\n`, complete: true },
  'odd document markers': { text: `--- # one\n${POD}\n...\n---\n---   \n--- {kind: docker}\n--- |\n docker.sock\n...\n`, complete: true },
  'nothing but comments': { text: '# docker.sock\n# docker.sock\n', complete: true },
  '3,000 templates without an end': { text: `docker: ${'{{ if .Values.x }}'.repeat(3_000)}\n`, complete: true },
  'a script of nothing but brackets': {
    text: `kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\ndata:\n  a.sh: |\n    #!/bin/sh\n    docker ps ${'$( '.repeat(20_000)}\n`,
    complete: false,
  },
  'base64 of base64 of base64': {
    text: `kind: Secret\napiVersion: v1\nmetadata: {name: x}\ndata: {a: ${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].reduce(text => Buffer.from(text).toString('base64'), 'docker.sock')}}\n`,
    complete: true,
  },
  'a regular expression trap': { text: `docker: "${'a'.repeat(50_000)}!"\ncommand: ["sh", "-c", "docker ${'-'.repeat(50_000)}"]\n`, complete: true },
};

/** What is kept is told from what only waits to be collected. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

/** What must not reach a terminal or a workflow's log. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*::|##\[/m;

describe('hostile input', () => {
  it.each(Object.entries(HOSTILE))(
    '%s',
    async (_, { text, complete }) => {
      const report = await scanBytes(Buffer.from(text as string));
      expect(report.complete).toBe(complete);
      for (const finding of report.findings) expect(finding.location.physical?.region?.startLine).toBeGreaterThan(0);
    },
    60_000,
  );

  it('one process takes all of it, in any order', async () => {
    for (const { text } of Object.values(HOSTILE).toReversed()) await scanBytes(Buffer.from(text as string));
    collectGarbage();
    expect(process.memoryUsage().heapUsed).toBeLessThan(200 * 1024 ** 2);
  }, 180_000);

  it('names and values stay text in every format', async () => {
    const evil = '\u001b[31m::error::x\u202e<script>alert(1)</script>\n::set-output name=a::b\n##[group]x';
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: evil, namespace: evil },
      spec: {
        containers: [{ name: evil, image: evil, volumeMounts: [{ name: 's', mountPath: evil }] }],
        volumes: [{ name: 's', hostPath: { path: `/${evil}/docker.sock`, type: evil } }],
      },
    });
    const report = await scanBytes(Buffer.from(text));
    expect(report.findings.length).toBeGreaterThan(0);
    for (const format of Object.values(formats))
      expect(format(report, { width: 80, color: false, groupBy: 'file', quiet: false, verbose: true })).not.toMatch(RAW);
  });

  it("a secret's value reaches no format", async () => {
    const canary = 'c4n4ry-docker.sock';
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: {
        'daemon.json': JSON.stringify({ 'registry-mirrors': [`https://${canary}`], 'insecure-registries': [canary] }),
        plain: `/var/run/${canary}/docker.sock`,
        'run.sh': `docker login -p ${canary}\ndocker ps --filter ${canary}\n`,
      },
      data: { encoded: Buffer.from(`docker run ${canary} -v /var/run/docker.sock:/x`).toString('base64') },
    };
    const broken = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  a: [/var/run/docker.sock c4n4ry\n';
    for (const text of [JSON.stringify(secret), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret] }), broken]) {
      const report = await scanBytes(Buffer.from(text));
      for (const format of Object.values(formats))
        expect(format(report, { width: 80, color: false, groupBy: 'file', quiet: false, verbose: true })).not.toContain('c4n4ry');
    }
  });
});

describe('secrets', () => {
  const CANARY = 'c4n4ry';
  const print = (report: Report): readonly string[] =>
    Object.values(formats).map(format => format(report, { width: 200, color: false, groupBy: 'owner', quiet: false, verbose: true }));
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: {
      'x.sh': `docker ps ${CANARY}\ncat > /${CANARY}/daemon.json <<EOF\n{"registry-mirrors": ["https://${CANARY}"]}\nEOF\n`,
      pod: `apiVersion: v1\nkind: Pod\nmetadata: {name: ${CANARY}}\nspec:\n  containers: [{name: c, image: x}]\n  volumes: [{name: v, hostPath: {path: /var/run/docker.sock}}]\n`,
    },
  };

  it.each([
    ['a list in a list', { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [secret] }] }],
    ['a typed list', { apiVersion: 'v1', kind: 'SecretList', items: [{ metadata: secret.metadata, stringData: secret.stringData }] }],
    ['a sealed secret', { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 's' }, spec: { template: { data: secret.stringData } } }],
    ['a generator', { kind: 'Kustomization', secretGenerator: [{ name: 's', literals: [`DOCKER_HOST=unix:///${CANARY}/docker.sock`] }] }],
  ])('stay secret in %s', async (_, object) => {
    const report = await scanBytes(Buffer.from(JSON.stringify(object, null, 2)));
    expect(report.findings.length).toBeGreaterThan(0);
    for (const text of print(report)) expect(text).not.toContain(CANARY);
  });

  it('passwords in URLs and of logins are not printed', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a.sh: |\n    docker login -u me -p ${CANARY} registry.example.com\n  daemon.json: |\n    {"registry-mirrors": ["https://me:${CANARY}@mirror.example.com"]}\n`;
    const report = await scanBytes(Buffer.from(text));
    expect(report.findings.length).toBeGreaterThan(1);
    for (const printed of print(report)) expect(printed).not.toContain(CANARY);
  });
});

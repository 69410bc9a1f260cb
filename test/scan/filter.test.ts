// The filter before parsing loses nothing: with and without it, a scan finds the same.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createFilter } from '../../src/engine/filter.ts';
import type { Report } from '../../src/model/report.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { ruleOf } from '../rules/rule-text.ts';

const rules = await loadRules();
const root = fileURLToPath(new URL('../..', import.meta.url));

const outcome = ({ findings, notifications }: Report): unknown => ({
  findings,
  notifications: notifications.filter(notification => notification.level !== 'error'),
});

test.each(['fixtures', 'examples'])(
  '%s',
  async folder => {
    const options = { paths: [folder], cwd: root, rules, kubernetes: '1.37' };
    const [filtered, all] = [await scan(options), await scan({ ...options, filter: false })];
    expect(filtered.findings.length).toBeGreaterThan(0);
    expect(outcome(filtered)).toEqual(outcome(all));
  },
  120_000,
);

const filter = createFilter(rules.rules, rules.agents);

test.each([
  ['a path', 'path: /var/run/docker.sock', true],
  ['an escape', '"\\u0064ocker.sock"', true],
  ['a hexadecimal escape', '"\\x64ocker.sock"', true],
  ['a continued line', '"doc\\\nker.sock"', true],
  ['base64', `kind: Secret\ndata: {a: ${Buffer.from('mount /var/run/docker.sock').toString('base64')}}`, true],
  [
    'base64 over several lines',
    `binaryData:\n  a: |\n    ${(
      Buffer.from('x'.repeat(40) + '/var/run/docker.sock')
        .toString('base64')
        .match(/.{1,20}/g) ?? []
    ).join('\n    ')}\n`,
    true,
  ],
  ['a registry', 'image: docker.io/library/nginx', false],
  ['another registry', 'image: docker.elastic.co/beats/x', false],
  ['a pull secret', 'imagePullSecrets: [{name: docker-registry}]', false],
  ['its type', 'type: kubernetes.io/dockerconfigjson', false],
  ['a comment', 'a: 1\n  # see docker.sock\nb: 2', false],
  ['a first line of a script', '#!/usr/bin/docker run', true],
  ['a suppression in a comment', '# unshim-ignore[x]: y', true],
])('%s', (_, text, matters) => {
  expect(filter.mayMatter(text)).toBe(matters);
});

test('literals of other scripts are looked for by what they have of ASCII', () => {
  const own = createFilter([ruleOf({ on: 'setting', where: '{value: {contains: "déploiement"}}' })], []);
  expect([own.mayMatter('a: un déploiement'), own.mayMatter(Buffer.from('a: déploiement').toString('latin1')), own.mayMatter('a: emploi')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(() => ruleOf({ on: 'setting', where: '{value: {contains: "部署"}}' })).toThrow('say `needs: [...]`');
});

// Rule files that users write: what is wrong is told where it stands, what is right takes part.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import { loadRules, UnknownRuleError } from '../../src/rules/load.ts';
import { parseAgentFile, parseRuleFile } from '../../src/rules/parse.ts';
import { predicates } from '../../src/rules/predicates/index.ts';
import { factFields, ruleSchema } from '../../src/rules/schema.ts';
import { ruleText, type RuleParts } from './rule-text.ts';

/** The message about a text that is no rule. */
function complaint(text: string): string {
  try {
    parseRuleFile(text, 'x.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  return 'nothing';
}

test('a rule that is right is taken', () => {
  expect(complaint(ruleText())).toBe('nothing');
});

describe('a mistake is told with its line and column:', () => {
  it.each<[string, RuleParts, string]>([
    ['an unknown key', { title: 'A crane\nlevel: error' }, 'x.yaml:3:1: unknown key level'],
    ['a missing key', { title: undefined }, 'x.yaml:1:1: title is missing'],
    ['a value that is none of those allowed', { precision: 'great' }, 'x.yaml:4:1: precision: must be one of high, medium, low'],
    ['an empty list', { cases: '[]' }, 'x.yaml:7:1: cases: must NOT have fewer than 1 items'],
    ['an unknown level', { cases: '[{level: fatal}]' }, 'x.yaml:7:10: cases.0.level: must be one of error, warning, note, none'],
    ['a key of a case', { cases: '[{level: error, effects: crashes}]' }, 'x.yaml:7:24: cases.0: unknown key effects'],
    ['a field that the fact does not have', { where: '{image: x}' }, 'x.yaml:6:9: where: unknown key image'],
    ['a word that does not exist', { where: '{path: {ends: x}}' }, 'x.yaml:6:16: where.path: unknown key ends'],
    ['a name that no path has', { where: '{path: {path: crane-socket}}' }, 'x.yaml:6:16: where.path.path: must be one of docker-socket'],
    ['a regular expression that is none', { where: '{path: {matches: "(a"}}', needs: '[crane]' }, 'x.yaml:6:16: matches: '],
    ['a regular expression that RE2 has not', { where: '{path: {matches: "(?=a)"}}', needs: '[crane]' }, 'x.yaml:6:16: matches: '],
    ['a range that is none', { where: '{path: {endsWith: crane.sock}, volume: {version: old}}' }, 'x.yaml:6:48: version: "old" is not a range of versions'],
    ['a range of Kubernetes that is none', { cases: '[{level: error, kubernetes: soon}]' }, 'x.yaml:7:1: "soon" is not a range of versions'],
    ['no literal to look for', { where: '{path: {matches: "crane.*sock"}}' }, 'no literal can be derived that every matching text holds: say `needs: [...]`'],
    ['neither `on` nor `matches`', { on: undefined, where: undefined, needs: '[crane]' }, 'x.yaml:1:1: the rule says neither `on` nor `matches`'],
    ['`onceFor` without `once`', { added: '1.0.0\nonceFor: path' }, 'x.yaml:1:1: '],
    ['YAML that is none', { title: '[' }, 'x.yaml:3:1: '],
    ['a tab', { where: '\n\tpath: x' }, 'x.yaml:7:1: '],
  ])('%s', (_, parts, message) => {
    expect(complaint(ruleText(parts))).toContain(message);
  });

  it.each([
    ['nothing', '', 'x.yaml:1:1: '],
    ['a list', '- a\n', 'x.yaml:1:1: must be object'],
    ['a text', 'docker\n', 'x.yaml:1:1: must be object'],
    ['an alias bomb', `a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c, *c]\ne: [*d, *d, *d, *d]\n`, 'x.yaml:1:1: '],
    ['several documents', `${ruleText()}---\n${ruleText()}`, 'x.yaml:13:1: '],
    ['a key that stands twice', `${ruleText()}title: again\n`, 'x.yaml:13:1: '],
  ])('%s in place of a rule', (_, text, message) => {
    expect(complaint(text)).toContain(message);
  });

  it('in the knowledge of agents', () => {
    expect(() => parseAgentFile('- id: crane\n  title: 1\n', 'agents/x.yaml')).toThrow(/^agents\/x\.yaml:\d+:\d+: /);
  });
});

describe('rules of a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unshim-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  it('join those that are built in', async () => {
    write({ 'deep/er/crane-socket.yml': ruleText(), 'README.md': 'no rule' });
    const { rules, known } = await loadRules({ dirs: [folder] });
    expect(rules.map(rule => rule.source.id)).toEqual(expect.arrayContaining(['crane-socket', 'docker-socket-mount']));
    expect(known).toContain('crane-socket');
  });

  it('replace those of the same id', async () => {
    write({ 'x.yaml': ruleText({ id: 'docker-socket-mount', title: 'Ours' }) });
    const { rules } = await loadRules({ dirs: [folder] });
    expect(rules.filter(rule => rule.source.id === 'docker-socket-mount').map(rule => rule.source.title)).toEqual(['Ours']);
  });

  it('tell the file that is wrong', async () => {
    write({ 'a.yaml': ruleText(), 'sub/b.yaml': ruleText({ precision: 'great' }) });
    await expect(loadRules({ dirs: [folder] })).rejects.toThrow(`${join(folder, 'sub/b.yaml')}:4:1: precision: must be one of`);
  });

  it('bring agents with them', async () => {
    write({
      'agents/crane.yaml': `- id: crane\n  title: Crane\n  images: ['crane$']\n  needs: [crane]\n  since: never\n  level: error\n  uses: lifts by Docker\n  change: Use another.\n  references: [https://example.com/]\n`,
    });
    const { agents } = await loadRules({ dirs: [folder] });
    expect(agents.filter(agent => agent.id === 'crane')).toHaveLength(1);
  });

  it('must exist', async () => {
    write({ file: '' });
    for (const dir of ['gone', 'file']) await expect(loadRules({ dirs: [join(folder, dir)] })).rejects.toThrow(/^no such folder of rules: /);
  });
});

describe('a choice of rules', () => {
  it('has only those, in the order of their names', async () => {
    const { rules } = await loadRules({ only: ['docker-socket-mount', 'dockerd-signal'] });
    expect(rules.map(rule => rule.source.id)).toEqual(['docker-socket-mount', 'dockerd-signal']);
  });

  it('has all but those', async () => {
    const { rules, known } = await loadRules({ disable: ['docker-socket-mount'] });
    expect(rules.map(rule => rule.source.id)).not.toContain('docker-socket-mount');
    expect(known).toContain('docker-socket-mount');
  });

  it.each([{ only: ['docker-socket'] }, { disable: ['docker-socket'] }])('must exist: %j', async options => {
    await expect(loadRules(options)).rejects.toThrow(UnknownRuleError);
  });
});

describe('the published schema', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../schema/rule.schema.json', import.meta.url), 'utf8'));

  it('is the one that rules are checked by; `npm run docs` writes it anew', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(ruleSchema())));
  });

  it('has every word and every fact', () => {
    const text = JSON.stringify(published);
    expect([...predicates.keys()].filter(word => !text.includes(`"${word}":{"description"`))).toEqual([]);
    expect(Object.keys(factFields).filter(kind => !text.includes(`"where-${kind}":`))).toEqual([]);
  });
});

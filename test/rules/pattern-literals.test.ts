// The literals that tell early that a pattern cannot match: each match holds one of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load.ts';
import { patternLiterals } from '../../src/rules/predicates/pattern-literals.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

describe('the literals of which every match holds one', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['docker-monitor\\.json', ['docker-monitor.json']],
    ['\\A[^\\n]*docker-monitor(?:-counter)?\\.json[^\\n]*\\z', ['docker-monitor']],
    ['(?i)Docker\\.Sock', ['docker.sock']],
    ['Docker\\.Sock', ['Docker.Sock']],
    ['dockerd?x', ['docker']],
    ['dockerd{0,1}x', ['docker']],
    ['docker[|]x', ['docker']],
    ['a|docker', undefined],
    ['kubelet|docker', ['kubelet', 'docker']],
    ['^https?_proxy$|^HTTPS?_PROXY$', ['_proxy', '_PROXY']],
    ['(docker)', ['docker']],
    ['(?P<name>docker)', ['docker']],
    ['x(?:docker|kubelet)+y', ['docker', 'kubelet']],
    ['^["\']?(?:/var/lib/docker/|/var/log/docker)[^ ]*', ['/var/lib/docker/', '/var/log/docker']],
    ['x(?:docker)?y', undefined],
    ['x(?:docker)*y', undefined],
    ['x(?:docker){0,2}y', undefined],
    ['(?:docker|(?:kube(?:let|adm)))', ['docker', 'kube']],
    ['(?:docker|\\w+)', undefined],
    ['ab(?i)docker', undefined],
    ['(?i:docker)', undefined],
    ['(?s)docker.run', ['docker']],
    ['(?iU)Docker.+', ['docker']],
    ['(?Ui)Docker.+', ['docker']],
    ['(?smU)foo', ['foo']],
    ['x(?smU)foo', undefined],
    ['(?Us:docker)', undefined],
    ['\\0731234', ['1234']],
    ['\\x{FFFC}a', undefined],
    ['[docker]+', undefined],
    ['[]docker]', undefined],
    ['\\p{Greek}', undefined],
    ['\\Qdocker\\E', undefined],
    ['', undefined],
  ])('of %s: %s', (pattern, expected) => {
    expect(patternLiterals(pattern)).toEqual(expected);
  });

  it('of the rules, in every line of the fixtures that they match', async () => {
    const { rules } = await loadRules();
    const lines = new Set(
      readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .flatMap(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n')),
    );
    let matches = 0;
    for (const pattern of new Set(rules.flatMap(({ source }) => patternsOf(source)))) {
      const literals = patternLiterals(pattern)?.map(literal => literal.toLowerCase());
      if (literals === undefined || /\\[AzQEpP]|\\x\{/.test(pattern)) continue;
      const expression = new RegExp(pattern.replace(/^\(\?[is]+\)/, ''), /^\(\?[is]*i/.test(pattern) ? 'i' : '');
      for (const line of lines) {
        if (!expression.test(line)) continue;
        matches++;
        const lower = line.toLowerCase();
        expect(
          literals.some(literal => lower.includes(literal)),
          `${pattern} in ${line}`,
        ).toBe(true);
      }
    }
    expect(matches).toBeGreaterThan(1000);
  });
});

/** All patterns in a rule, wherever they stand. */
function patternsOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(patternsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => (key === 'matches' && isTexts(value) ? [value].flat() : patternsOf(value)));
}

function isTexts(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every(one => typeof one === 'string'));
}

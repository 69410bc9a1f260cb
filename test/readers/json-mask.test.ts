// JSON with template actions in it keeps its places and parses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNRESOLVED } from '../../src/model/tree.ts';
import { maskJsonActions } from '../../src/readers/json-mask.ts';

describe('template actions in JSON', () => {
  it('are a string where they stand for a value', () => {
    const masked = maskJsonActions('{"a": {{ x | to_json }}, "b": 1}');
    expect(JSON.parse(masked)).toEqual({ a: UNRESOLVED.repeat('{{ x | to_json }}'.length - 2), b: 1 });
  });
  it('are nothing where they print nothing', () => {
    expect(JSON.parse(maskJsonActions('{ {% if a %}"a": 1{% endif %}{# "no" #} }'))).toEqual({ a: 1 });
  });
  it('stay in strings, unless they hold quotes', () => {
    expect(JSON.parse(maskJsonActions('{"a": "{{.Name}}", "b": "x{{ y | default("z") }}"}'))).toMatchObject({ a: '{{.Name}}' });
  });
  it('are not looked for in comments', () => {
    expect(maskJsonActions('{ // it\'s "\n "a": {{ x }} }')).toContain(UNRESOLVED);
  });
  it('never move anything', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '%', '#', '"', '\\', '/', '*', 'a', '\n') }),
        text => maskJsonActions(text).length === text.length,
      ),
    );
  });
});

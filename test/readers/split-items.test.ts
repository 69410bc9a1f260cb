// A list of objects splits into parts that parse alone to what they are in the whole, or not at all.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { splitItems } from '../../src/readers/split-items.ts';

const whole = (text: string): { start: number; end: number } => ({ start: 0, end: text.length });

function itemTexts(text: string): string[] | undefined {
  return splitItems(text, whole(text))?.items.map(({ span, indent }) => ' '.repeat(indent) + text.slice(span.start, span.end));
}

const itemValues = (text: string): unknown[] | undefined => itemTexts(text)?.map(item => parse(item, { logLevel: 'silent' }) as unknown);

describe('a YAML list', () => {
  it.each([
    ['as kubectl prints it', 'apiVersion: v1\nitems:\n- kind: Pod\n  a: |\n    - x\n    kind: y\n- kind: Node\nkind: List\nmetadata:\n  resourceVersion: ""\n'],
    ['with indented dashes', '---\napiVersion: v1\nkind: PodList\nitems:\n  -  kind: Pod\n     a: 1\n  # c\n\n  - kind: Node\n'],
    ['with dashes on lines of their own', 'kind: List # all\nitems: # c\n-\n  kind: Pod\n- # c\n  kind: Node\n'],
    ['with CRLF', 'kind: "List"\r\nitems:\r\n- kind: Pod\r\n\r\n- kind: Node\r\n'],
  ])('%s', (_, text) => {
    const list = splitItems(text, whole(text));
    expect(list?.path).toBe('items');
    expect(list?.head.kind).toMatch(/List$/);
    expect(itemValues(text)).toEqual((parse(text) as { items: unknown }).items);
  });

  it.each([
    ['no list', 'kind: Pod\nitems:\n- a\n'],
    ['no items', 'kind: List\nitems: []\n'],
    ['an alias', 'kind: List\nitems:\n- a: &x 1\n- b: *x\n'],
    ['flow style', 'kind: List\nitems:\n- {a: 1}\n'],
    ['a tab', 'kind: List\nitems:\n-\ta: 1\n'],
    ['a lone carriage return', 'kind: List\ritems:\r- a: 1\r'],
    ['a directive', '%YAML 1.1\n---\nkind: List\nitems:\n- a: 1\n'],
    ['content beside the marker', '--- !x\nkind: List\nitems:\n- a: 1\n'],
    ['the same key twice', 'kind: List\nitems:\n- a: 1\nitems:\n- b: 1\n'],
    ['dashes out of line', 'kind: List\nitems:\n  - a: 1\n - b: 1\n'],
  ])('is left whole with %s', (_, text) => {
    expect(splitItems(text, whole(text))).toBeUndefined();
  });

  it('splits nested, multi-line and odd values as parsing does', () => {
    const object = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constantFrom('a\n- b\nkind: c\n', '# x\n', '- y', '*a &a', ' --- ')), { minKeys: 1 });
    fc.assert(
      fc.property(fc.array(object, { minLength: 1 }), fc.boolean(), fc.constantFrom('\n', '\r\n'), (items, isIndented, end) => {
        const text = stringify(
          { apiVersion: 'v1', items, kind: 'List', metadata: { a: ['x', 'y\nz'] } },
          { indentSeq: isIndented, aliasDuplicateObjects: false },
        ).replaceAll('\n', end);
        const parts = itemValues(text);
        if (parts !== undefined) expect(parts).toEqual((parse(text, { logLevel: 'silent' }) as { items: unknown }).items);
      }),
      { numRuns: 200 },
    );
  });

  it('splits what kubectl prints whatever the names and texts in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), texts => {
        const items = texts.map(text => ({ apiVersion: 'v1', kind: 'ConfigMap', data: { key: text } }));
        expect(itemValues(stringify({ items, kind: 'List' }, { indentSeq: false, aliasDuplicateObjects: false }))).toEqual(items);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a JSON list', () => {
  const items = [{ kind: 'Pod', a: ['}', '"]', '\\'] }, { kind: 'Node' }];

  it.each([0, 4])('printed with %d spaces', space => {
    const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: {} }, null, space);
    expect(splitItems(text, whole(text))?.head).toEqual({ apiVersion: 'v1', kind: 'List' });
    expect(itemTexts(text)?.map(item => JSON.parse(item) as unknown)).toEqual(items);
  });

  it('may be an array alone, and part of a longer text', () => {
    const text = `# x\n${JSON.stringify(items)}\n---\n`;
    const list = splitItems(text, { start: 4, end: text.length - 4 });
    expect(list?.path).toBe('');
    expect(list?.items.map(({ span }) => JSON.parse(text.slice(span.start, span.end)) as unknown)).toEqual(items);
  });

  it.each([
    '{"kind":"List","items":[1]}',
    '{"kind":"List","items":[{}]',
    '{"kind":"List","items":[{}],"items":[]}',
    '[{}]x',
    '{"kind":"Pod","items":[{}]}',
    '[]',
  ])('%s', text => {
    expect(itemTexts(text) ?? []).toEqual([]);
  });
});

it('never throws and stays inside the span, whatever the text', () => {
  const piece = fc.constantFrom(
    'kind: List\n',
    'items:\n',
    '- a: 1\n',
    '  ',
    '- ',
    '\n',
    '\t',
    '"',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '{"kind":"List","items":[',
    '\\',
    '---\n',
    '&a ',
    '*a',
    '\r',
  );
  fc.assert(
    fc.property(
      fc.array(piece).map(pieces => pieces.join('')),
      text => {
        for (const { span, indent } of splitItems(text, whole(text))?.items ?? []) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(indent).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

it('takes linear time and gives up on lists of crumbs', () => {
  const crumbs = `[${'{},'.repeat(1_000_000)}{}]`;
  expect(splitItems(crumbs, whole(crumbs))).toBeUndefined();
  for (const bad of ['[', '{"a":', '\\', '"', '&a *', '-', ' ', '- ', '&', '\r\n']) {
    const text = `kind: List\nitems:\n- ${bad.repeat(1_000_000)}`;
    const start = performance.now();
    splitItems(text, whole(text));
    splitItems(bad.repeat(1_000_000), { start: 0, end: bad.length * 1_000_000 });
    expect(performance.now() - start).toBeLessThan(4000);
  }
});

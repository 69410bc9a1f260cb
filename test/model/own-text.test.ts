// Texts that are kept do not keep the files alive that they were cut out of.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownText } from '../../src/model/own-text.ts';

it('is the same text, or nothing where it is long', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), text => {
      expect(ownText(text)).toBe(text);
    }),
  );
  expect(ownText('__proto__')).toBe('__proto__');
  expect(ownText('x'.repeat(101))).toBeUndefined();
});

it('lets go of the text around it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept: (string | undefined)[] = [];
  const held = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  for (let file = 0; file < 50; file++) {
    const text = Buffer.from(`${String(file)} a name of some length, `.repeat(40_000), 'latin1').toString('latin1');
    kept.push(ownText(text.slice(100, 160)));
  }
  expect(held() - before).toBeLessThan(10 * 1024 ** 2);
  expect(new Set(kept).size).toBe(50);
});

// Texts that are kept do not keep the files alive that they were cut out of.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
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

it('lets go of the text around it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const kept: (string | undefined)[] = [];
  const held = (): number => {
    collect();
    return process.memoryUsage().external;
  };
  const before = held();
  for (let file = 0; file < 50; file++) {
    const text = Buffer.from(`${String(file)} a name of some length, `.repeat(40_000), 'latin1').toString('latin1');
    kept.push(ownText(text.slice(100, 160)));
  }
  // All fifty have 50 MiB, which are outside of the heap and let go in their own time.
  await vi.waitFor(
    () => {
      expect(held() - before).toBeLessThan(20 * 1024 ** 2);
    },
    { timeout: 20_000 },
  );
  expect(new Set(kept).size).toBe(50);
});

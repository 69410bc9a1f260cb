// Paths found in free text.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pathMentions } from '../../src/model/paths.ts';

const paths = (text: string): readonly string[] => pathMentions(text).map(mention => mention.path);

it('are found behind flags, schemes and quotes, in their plain form', () => {
  expect(paths('--a=unix:///host/run/docker.sock -v "/var//lib/docker/./x"')).toEqual(['/host/run/docker.sock', '/var/lib/docker/x']);
  expect(paths('path != "!/var/run/docker.sock"')).toEqual(['/var/run/docker.sock']);
});

it('are not found inside words and patterns', () => {
  expect(paths('^/(dev|proc|var/lib/docker/.+)($|/)')).toEqual([]);
  expect(paths('docker.io/library/nginx')).toEqual([]);
});

it('lie inside the text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: fc.constantFrom('/', '\\', '.', 'a', ' ', '"', ':', '$', '{', 'unix:') }), text => {
      for (const { path, start, end } of pathMentions(text)) {
        expect(path.startsWith('/')).toBe(true);
        expect(start < end && end <= text.length).toBe(true);
      }
    }),
  );
});

// The predicate for versions: image tags, package versions and the like, compared as semantic versions.
import semver from 'semver';
import type { FieldValue } from '../../model/fact.ts';
import { textsOf, type Predicate } from './predicate.ts';

/** A commit's hash, which may begin with a digit as a version does. */
const HASH = /^(?=\d*[a-f])[\da-f]{7,40}$/;

/** The version that a tag such as `v1.11.4-eksbuild.1`, `7.20.2-jmx` or `2.6` stands for; nothing for `latest` and the like. */
export function versionOf(tag: string): semver.SemVer | undefined {
  if (HASH.test(tag)) return undefined;
  const match = /^[vV]?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?![\d.]*[a-f]{3,})/.exec(tag.trim());
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0'] = match;
  return new semver.SemVer(`${String(Number(major))}.${String(Number(minor))}.${String(Number(patch))}`);
}

export const version: Predicate = {
  word: 'version',
  summary: 'The value is a version in this range (`<1.12`, `>=1.24 <1.27`); a value that is no version never is.',
  schema: { type: 'string' },
  compile: options => {
    const range = semver.validRange(String(options));
    if (range === null) throw new Error(`"${String(options)}" is not a range of versions`);
    return (value: FieldValue) =>
      textsOf(value).some(text => {
        const found = versionOf(text);
        return found !== undefined && semver.satisfies(found, range);
      });
  },
  needs: () => undefined,
};

// Every rule finds what its fixtures mark as found, nothing that they mark as clean, and nothing that they do not mark.
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { loadRules } from '../../src/rules/load.ts';
import { scan } from '../../src/scan.ts';
import { fixturesOf, goalOf, marksOf, type Fixture, type Mark } from './fixture.ts';

const root = fileURLToPath(new URL('../../fixtures', import.meta.url));
const all = await loadRules();
const ids = all.rules.map(rule => rule.source.id);

async function findingsOf(fixture: Fixture, only: string): Promise<readonly Finding[]> {
  const rules = { ...all, rules: all.rules.filter(rule => rule.source.id === only) };
  const goal = goalOf(fixture.files.map(file => file.text));
  const whole = fixture.files.length > 1 || fixture.files[0]?.uri !== fixture.name;
  // Files that are named are meant, whatever their neighbours tell of the machine.
  const report = await scan({ paths: fixture.files.map(({ uri }) => uri), cwd: whole ? fixture.path : dirname(fixture.path), rules, ...goal });
  return report.findings;
}

function lineOf(finding: Finding): string {
  const place = finding.location.physical;
  return `${place?.uri ?? ''}:${String(place?.region?.startLine ?? 0)}`;
}

function expectation(mark: Mark): string {
  return [`${mark.file}:${String(mark.line)}`, mark.level ?? '*', mark.effect ?? '*'].join(' ');
}

function meets(finding: Finding, mark: Mark): boolean {
  return (
    lineOf(finding) === `${mark.file}:${String(mark.line)}` &&
    (mark.level ?? finding.level) === finding.level &&
    (mark.effect ?? finding.effect) === finding.effect
  );
}

describe.each(ids)('%s', id => {
  const folder = `${root}/${id}`;
  const fixtures = existsSync(folder) ? fixturesOf(folder) : [];
  const marks = fixtures.flatMap(fixture => fixture.files.flatMap(file => marksOf(file.uri, file.text))).filter(mark => mark.rule === id);

  it('has fixtures with something found and something clean', () => {
    expect(new Set(marks.map(mark => mark.kind))).toEqual(new Set(['finds', 'clean']));
  });

  it.each(fixtures)('$name', async fixture => {
    const found = await findingsOf(fixture, id);
    const wanted = fixture.files.flatMap(file => marksOf(file.uri, file.text)).filter(mark => mark.rule === id && mark.kind === 'finds');
    const unmet = wanted.filter(mark => !found.some(finding => meets(finding, mark))).map(expectation);
    const unmarked = found
      .filter(finding => !wanted.some(mark => meets(finding, mark)))
      .map(finding => `${lineOf(finding)} ${finding.level} ${finding.effect} ${finding.message}`);
    expect({ unmet, unmarked }).toEqual({ unmet: [], unmarked: [] });
  });
});

it('every folder of fixtures belongs to a rule', () => {
  expect(readdirSync(root).filter(name => !ids.includes(name))).toEqual([]);
});

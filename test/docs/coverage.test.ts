// Every signal of the catalogue is seen by a rule or an agent, or there is a reason that still holds.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRuleFiles } from '../../src/rules/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/docs/${file}`, 'utf8');

const LATER = ['live clusters', 'node configuration and hosts'];

const signals = read('signals.txt')
  .trim()
  .split('\n')
  .map(line => line.split(' ')[1] ?? '');
const reasons = new Map(Object.entries(parse(read('coverage-reasons.yaml')) as Record<string, { later?: string; reason?: string }>));
const { rules, agents } = await readRuleFiles(`${root}/rules`);
const named = [...rules.map(({ source }) => source), ...agents].flatMap(({ id, signals: own = [] }) => own.map(signal => ({ id, signal })));
const seen = new Set(named.map(({ signal }) => signal));

describe('coverage of the catalogue', () => {
  it('names every signal once', () => {
    expect(new Set(signals).size).toBe(signals.length);
  });

  it('sees each signal, or says why not', () => {
    expect(signals.filter(signal => !seen.has(signal) && !reasons.has(signal))).toEqual([]);
  });

  it('has no rule and no agent with a signal that there is not', () => {
    expect(named.filter(({ signal }) => !signals.includes(signal))).toEqual([]);
  });

  it('gives no reason for what is seen by now or is no signal', () => {
    expect([...reasons.keys()].filter(signal => seen.has(signal) || !signals.includes(signal))).toEqual([]);
  });

  it('gives one kind of reason for each', () => {
    const wrong = [...reasons].filter(([, { later, reason }]) =>
      later === undefined ? (reason ?? '').length < 20 : reason !== undefined || !LATER.includes(later),
    );
    expect(wrong).toEqual([]);
  });

  it('shows all of it on its page', () => {
    const page = read('coverage.md');
    expect(signals.filter(signal => !page.includes(`| \`${signal}\` |`))).toEqual([]);
  });
});

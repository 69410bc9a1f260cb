// Crontabs are told from other texts by how their lines begin.
import { describe, expect, it } from 'vitest';
import { cronTimes, isCrontab } from '../../src/readers/cron.ts';

describe('cronTimes', () => {
  it.each([
    ['*/5 * * * * docker ps', 12],
    ['0 3 1,15 jan-mar mon root docker ps', 21],
    ['@daily docker ps', 7],
    ['  0\t0 * * 0  x', 13],
    ['docker ps', undefined],
    ['* * * *', undefined],
    ['10 20 30 forty fifty docker ps', undefined],
  ])('%j begins with %j characters of times', (line, length) => {
    expect(cronTimes(line)).toBe(length);
  });

  it('takes no long line amiss', () => {
    expect(cronTimes('* '.repeat(100_000))).toBe(10);
    expect(cronTimes('*'.repeat(100_000))).toBeUndefined();
  });
});

describe('isCrontab', () => {
  it.each([
    ['times and variables', 'SHELL=/bin/sh\n# nightly\n0 3 * * * root docker system prune -af\n', true],
    ['variables alone', 'SHELL=/bin/sh\nA=b\n', false],
    ['a script', '#!/bin/sh\ndocker ps\n', false],
    ['nothing', '', false],
  ])('knows %s', (_, text, expected) => {
    expect(isCrontab(text)).toBe(expected);
  });
});

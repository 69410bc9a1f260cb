import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeReport } from '../../src/cli/outputs.ts';
import { UserError } from '../../src/model/errors.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unshim-outputs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writing a report', () => {
  test('replaces what was there and leaves nothing beside it', () => {
    writeFileSync(join(folder, 'out.json'), 'a much longer report of yesterday');
    writeReport(join(folder, 'out.json'), '{}\n');
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe('{}\n');
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  test('follows a link instead of replacing it', () => {
    writeFileSync(join(folder, 'real.json'), '');
    symlinkSync('real.json', join(folder, 'link.json'));
    writeReport(join(folder, 'link.json'), '{}\n');
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('{}\n');
  });

  test('keeps the permissions of what was there', () => {
    const file = join(folder, 'out.json');
    writeFileSync(file, '', { mode: 0o600 });
    writeReport(file, '{}\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('writes straight to what is not a file', () => {
    writeReport('/dev/null', 'text');
  });

  test('says why it cannot', () => {
    expect(() => {
      writeReport(join(folder, 'none', 'out.json'), '');
    }).toThrow(UserError);
  });
});

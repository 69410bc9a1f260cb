// Runs the program as people do: every file in test/scenarios is files, commands, and what must come out.
// UPDATE_SCENARIOS=1 writes what did come out into the files, to be read before it is committed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseScenario, printScenario, runScenario } from './scenario.ts';

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url));
const update = process.env['UPDATE_SCENARIOS'] === '1';

describe('scenarios', () => {
  test.for(readdirSync(folder).filter(name => name.endsWith('.txt')))('%s', async name => {
    const text = readFileSync(folder + name, 'utf8');
    const happened = printScenario(await runScenario(parseScenario(text)));
    if (update) writeFileSync(folder + name, happened);
    else expect(happened).toBe(text);
  });
});

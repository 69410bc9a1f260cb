// The exit codes in words, as every help page shows them.
import type { HelpSection } from './layout.ts';

export const exitCodesHelp: HelpSection = {
  title: 'Exit codes',
  rows: [
    ['0', 'everything was looked at, and nothing reaches --fail-on'],
    ['1', 'everything was looked at, and something reaches --fail-on'],
    ['2', 'something could not be looked at, or unshim could not start; 2 wins over 1, and --fail-on never does not silence it'],
    ['130', 'interrupted'],
  ],
};

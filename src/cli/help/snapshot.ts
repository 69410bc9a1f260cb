// The help page of `unshim snapshot`.
import { clusterRows } from '../cluster-options.ts';
import type { HelpPage } from './layout.ts';

export const snapshotHelp: HelpPage = {
  intro:
    'Writes what a scan would read of a live cluster as YAML files, so that it can be scanned elsewhere: unshim scan DIR finds the same. Secrets are left out unless asked for.',
  sections: [
    { title: 'Usage', lines: ['unshim snapshot --output DIR [OPTION...]'] },
    {
      title: 'What is written',
      rows: [
        ['-o, --output DIR', 'a folder that is empty, does not exist yet, or holds an older snapshot, which is replaced'],
        ['--redact', 'leave out values of variables and ConfigMaps, and annotations, that no rule needs'],
        ['--rules DIR', 'keep what the rules in this directory need, too; may be given several times'],
      ],
    },
    { title: 'Which cluster', text: 'The current context, unless others are named.', rows: [...clusterRows] },
    {
      title: 'Other options',
      rows: [
        ['-q, --quiet', 'tell only what could not be seen'],
        ['-h, --help', 'show this help'],
      ],
    },
    {
      title: 'Examples',
      lines: [
        '# Where the cluster can be reached',
        'unshim snapshot --context production --output snapshot --redact',
        '',
        '# Anywhere',
        'unshim scan snapshot --format sarif=unshim.sarif',
      ],
    },
    {
      title: 'Exit codes',
      rows: [
        ['0', 'everything that rules ask for was seen and written'],
        ['2', 'something could not be seen, or nothing could be written'],
        ['130', 'interrupted'],
      ],
    },
  ],
};

// The help page of `unshim rules`.
import type { HelpPage } from './layout.ts';

export const rulesHelp: HelpPage = {
  intro: 'Lists the rules by category: the worst level that each can give, its id and its title.',
  sections: [
    { title: 'Usage', lines: ['unshim rules [OPTION...]'] },
    {
      title: 'Options',
      rows: [
        ['--format FORMAT', 'table (default) or json'],
        ['--rules DIR', 'list the rules in this directory, too; may be given several times'],
        ['-h, --help', 'show this help'],
      ],
    },
    {
      title: 'Examples',
      lines: ['unshim rules', 'unshim rules --rules ./our-rules', "unshim rules --format json | jq -r '.rules[].id'"],
    },
  ],
};

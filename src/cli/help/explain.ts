// The help page of `unshim explain`.
import type { HelpPage } from './layout.ts';

export const explainHelp: HelpPage = {
  intro: 'Says what a rule finds, why it matters, since when, and what to do for each runtime, with an example and its repair.',
  sections: [
    { title: 'Usage', lines: ['unshim explain [OPTION...] RULE'] },
    {
      title: 'Options',
      rows: [
        ['--format FORMAT', 'text (default) or json'],
        ['--rules DIR', 'know the rules in this directory, too; may be given several times'],
        ['-h, --help', 'show this help'],
      ],
    },
    { title: 'Examples', lines: ['unshim explain docker-socket-mount', 'unshim rules    # lists every RULE'] },
  ],
};

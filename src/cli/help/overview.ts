// The help page of the program itself.
import { PROJECT_URL } from '../../project.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { HelpPage } from './layout.ts';

export const overviewHelp: HelpPage = {
  intro: 'unshim finds everything that still depends on dockershim or Docker Engine, before the nodes of a Kubernetes cluster stop running it. It only reads.',
  sections: [
    { title: 'Usage', lines: ['unshim COMMAND [OPTION...]'] },
    {
      title: 'Commands',
      rows: [
        ['scan [PATH...]', 'look through files, directories or standard input'],
        ['merge REPORT...', 'make one report of several'],
        ['rbac', 'print the least role that a scan of a cluster needs'],
        ['rules', 'list the rules'],
        ['explain RULE', 'say what a rule finds, why it matters and what to do'],
      ],
    },
    {
      title: 'Options',
      rows: [
        ['-h, --help', 'show this help; after a command, the help of that command'],
        ['--version', 'show the version'],
      ],
    },
    {
      title: 'Examples',
      lines: [
        '# May this repository move to containerd?',
        'unshim scan',
        '',
        '# A report for people, and one for code scanning',
        'unshim scan deploy/ --format table \\',
        '  --format sarif=unshim.sarif',
        '',
        '# What a cluster runs now',
        'kubectl get all -A -o yaml | unshim scan -',
      ],
    },
    exitCodesHelp,
    { title: 'More', text: `unshim scan --help, and ${PROJECT_URL}` },
  ],
};

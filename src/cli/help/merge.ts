// The help page of `unshim merge`.
import { reportSection } from '../report-options.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { HelpPage } from './layout.ts';

/** The help page; formats come from where they are defined. */
export function mergeHelp(formats: readonly string[]): HelpPage {
  return {
    intro: 'Makes one report of several that unshim scan --format json has written, such as those of all nodes of a cluster.',
    sections: [
      { title: 'Usage', lines: ['unshim merge [OPTION...] REPORT...'] },
      {
        title: 'Arguments',
        rows: [['REPORT', 'a file of format json, or - for standard input; one may hold several reports, one after the other']],
      },
      {
        title: 'What is merged',
        text: 'All reports must come from one version of unshim and ask about the same move. A host or a cluster may be in one of them only. A finding that several reports have at the same place is told once, unless their --category differs. The result is complete if all of them are.',
      },
      reportSection(formats),
      {
        title: 'Examples',
        lines: [
          '# The nodes, a cluster and a repository',
          'unshim merge node-*.json cluster.json repository.json',
          '',
          '# The pods of deploy/host-scan.yaml',
          'kubectl logs -n unshim -l app=unshim-host-scan -c scan \\',
          '  --tail=-1 | unshim merge - --format sarif=nodes.sarif',
        ],
      },
      exitCodesHelp,
    ],
  };
}

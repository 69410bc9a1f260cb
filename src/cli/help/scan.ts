// The help page of `unshim scan`.
import { exitCodesHelp } from './exit-codes.ts';
import { clusterRows } from '../cluster-options.ts';
import { renderRows } from '../render-options.ts';
import { reportSection } from '../report-options.ts';
import type { HelpPage, HelpSection } from './layout.ts';

/** The help page; formats and the newest Kubernetes version come from where they are defined. */
export function scanHelp(formats: readonly string[], newest: string): HelpPage {
  return {
    intro: 'Finds what depends on dockershim or Docker Engine in manifests, charts and configuration files, and says whether the nodes may move.',
    sections: [
      {
        title: 'Usage',
        lines: ['unshim scan [OPTION...] [PATH...]', 'unshim scan --cluster [OPTION...] [PATH...]', 'unshim scan --host DIR [OPTION...] [PATH...]'],
      },
      {
        title: 'Arguments',
        rows: [['PATH', 'a file, a directory, or - for standard input; the current directory where none is given']],
      },
      goalSection(newest),
      inputSection,
      renderSection,
      clusterSection,
      hostSection,
      ruleSection,
      reportSection(formats),
      exampleSection,
      exitCodesHelp,
    ],
  };
}

function goalSection(newest: string): HelpSection {
  return {
    title: 'Where the nodes are going',
    rows: [
      ['--to RUNTIME', 'containerd (default), cri-o or cri-dockerd'],
      ['--kubernetes-version X.Y', `the version to upgrade to, such as 1.27, v1.27 or 1.27.3 (default ${newest})`],
    ],
  };
}

const inputSection: HelpSection = {
  title: 'What is read',
  rows: [
    ['--exclude GLOB', 'pass over files and folders that match; may be given several times'],
    ['--no-ignore', 'read files that .gitignore names, too'],
    ['--max-file-size SIZE', 'do not read larger files (default 16MiB); SIZE is in bytes or has a unit: 500k, 16MiB, 1G'],
  ],
};

const renderSection: HelpSection = { title: 'Charts and overlays', rows: renderRows };

const clusterSection: HelpSection = {
  title: 'Live clusters',
  rows: [
    ['--cluster', 'the current context, with GET and LIST alone; only a PATH that is given is read besides'],
    ...clusterRows,
    ['--snapshot DIR', 'keep what was read as files in DIR, which reports then point into'],
  ],
};

const hostSection: HelpSection = {
  title: 'Nodes',
  rows: [
    ['--host DIR', 'the root of a node: / as root on the node itself, or a mounted disk; several times for several; nothing is run'],
    ['--host-name NAME', 'what reports call the node, instead of what its /etc/hostname says'],
  ],
};

const ruleSection: HelpSection = {
  title: 'Rules',
  rows: [
    ['--only RULE', 'run this rule alone; several times, or a list with commas'],
    ['--disable RULE', 'do not run this rule; several times, or a list with commas'],
    ['--rules DIR', 'run the rules in this directory, too; may be given several times'],
  ],
};

const exampleSection: HelpSection = {
  title: 'Examples',
  lines: [
    '# The current directory',
    'unshim scan',
    '',
    '# Move to CRI-O with Kubernetes 1.27',
    'unshim scan deploy/ --to cri-o --kubernetes-version 1.27',
    '',
    '# A chart with the values that it is installed with',
    'unshim scan ./chart --helm-values production.yaml',
    '',
    '# A table in the log, and SARIF for code scanning',
    'unshim scan --format table --format sarif=out.sarif',
    '',
    '# Two clusters and a repository in one report',
    'unshim scan --context staging --context production deploy/',
    '',
    '# The node that it runs on',
    'sudo unshim scan --host /',
    '',
    '# One rule, warnings count',
    'unshim scan --only docker-socket-mount --fail-on warning',
  ],
};

// The help page of `unshim rbac`.
import { contextRows } from '../cluster-options.ts';
import type { HelpPage } from './layout.ts';

export const rbacHelp: HelpPage = {
  intro:
    'Prints the least ClusterRole with which unshim scan --cluster sees everything: LIST on the kinds that the enabled rules ask for, and nothing else. The role is called unshim-reader.',
  sections: [
    { title: 'Usage', lines: ['unshim rbac [OPTION...]'] },
    {
      title: 'Of one cluster',
      text: 'Connects, leaves out what the cluster does not serve, and adds the custom resources that a scan would list. Several clusters make one role for all. Without these options the role is for any cluster, and has no custom resources.',
      rows: [['--cluster', 'the current context'], ...contextRows],
    },
    {
      title: 'The role',
      rows: [
        ['--service-account NAMESPACE/NAME', 'add a ClusterRoleBinding to this service account'],
        ['--include-secrets', 'allow to list Secrets, too, and custom resources that are made to hold secrets'],
        ['--ask-kubelets', 'say how to grant what scan --ask-kubelets needs; it allows more than reading and is never in the role'],
      ],
    },
    {
      title: 'Rules',
      rows: [
        ['--only RULE', 'this rule alone; several times, or a list with commas'],
        ['--disable RULE', 'not this rule; several times, or a list with commas'],
        ['--rules DIR', 'the rules in this directory, too; may be given several times'],
        ['-h, --help', 'show this help'],
      ],
    },
    {
      title: 'Examples',
      lines: [
        '# Create the role and see how to bind it',
        'unshim rbac | kubectl apply -f -',
        'unshim rbac | tail',
        '',
        '# With the custom resources that this cluster has',
        'unshim rbac --cluster | kubectl apply -f -',
        '',
        '# For a service account',
        'unshim rbac --service-account audit/unshim |',
        '  kubectl apply -f -',
      ],
    },
    {
      title: 'Exit codes',
      rows: [
        ['0', 'the role is printed'],
        ['2', 'the cluster did not tell everything, so that the role may lack something, or unshim could not start'],
        ['130', 'interrupted'],
      ],
    },
  ],
};

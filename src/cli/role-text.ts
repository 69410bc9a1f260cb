// A role as `kubectl apply` takes it, with comments that say what it is for.
import { stringify } from 'yaml';
import { visible } from '../report/safe-text.ts';
import { count, enumerate } from '../report/words.ts';
import { type ClusterRole, ROLE_NAME, roleBinding, type ServiceAccount } from '../sources/cluster/role.ts';
import { VERSION } from '../version.ts';
import { wrap } from './wrap.ts';

/** What the comments say of a role. */
export interface RoleNotes {
  /** How the rules were chosen: none for all rules that unshim has. */
  readonly only: readonly string[];
  readonly disabled: readonly string[];
  readonly ruleCount: number;
  /** The clusters that were asked. */
  readonly contexts: readonly string[];
  readonly isComplete: boolean;
  readonly includeSecrets: boolean;
  readonly askKubelets: boolean;
}

const WIDTH = 100;

/** The role, its binding where a service account is given, else how to bind it. */
export function roleText(role: ClusterRole, notes: RoleNotes, account: ServiceAccount | undefined): string {
  const kubelets = notes.askKubelets ? [ASK_KUBELETS] : [];
  const comments = account === undefined ? [HOW_TO_BIND, ...kubelets] : kubelets;
  const documents = account === undefined ? [role] : [role, roleBinding(account)];
  const yaml = documents.map(document => stringify(document, { lineWidth: 0, singleQuote: true })).join('---\n');
  return `${headOf(notes)}${yaml}${comments.map(comment => `#\n${comment}`).join('')}`;
}

function headOf({ only, disabled, ruleCount, contexts, isComplete, includeSecrets }: RoleNotes): string {
  const named = (names: readonly string[]): string => names.map(visible).join(', ');
  const rules = only.length > 0 ? named(only) : disabled.length > 0 ? count(ruleCount, 'rule') : `all ${count(ruleCount, 'rule')}`;
  const secrets = includeSecrets ? 'Secrets are in it (--include-secrets).' : 'Secrets are not in it; --include-secrets adds them.';
  const scope =
    contexts.length > 0
      ? `For the cluster${contexts.length > 1 ? 's' : ''} ${enumerate(contexts.map(visible))}, with the custom resources there.`
      : 'For any cluster. Custom resources are not in it; --context NAME adds those that a cluster has.';
  const paragraphs = [
    `Made by unshim ${VERSION}: the least rights with which unshim scan --cluster sees all that its rules ask for.`,
    `Rules: ${rules}${disabled.length === 0 ? '' : `, without ${named(disabled)}`}.`,
    scope,
    secrets,
    ...(isComplete ? [] : ['INCOMPLETE: not everything could be asked, so this role may lack something.']),
  ];
  return paragraphs.map(comment).join('');
}

function comment(text: string): string {
  return `${wrap(text, WIDTH, '# ')}\n`;
}

const HOW_TO_BIND = `# To give it to somebody:
#   kubectl create clusterrolebinding ${ROLE_NAME} --clusterrole=${ROLE_NAME} --user=NAME
#   kubectl create clusterrolebinding ${ROLE_NAME} --clusterrole=${ROLE_NAME} --serviceaccount=NAMESPACE:NAME
`;

const ASK_KUBELETS = `${comment(
  'Left out: get on nodes/proxy, which --ask-kubelets needs. It is the right to call the API of every kubelet, which reads the logs of all pods and can run commands in their containers. To grant it on purpose:',
)}#   kubectl create clusterrole unshim-kubelets --verb=get --resource=nodes/proxy
#   kubectl create clusterrolebinding unshim-kubelets --clusterrole=unshim-kubelets --serviceaccount=NAMESPACE:NAME
`;

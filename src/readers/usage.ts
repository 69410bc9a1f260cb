// Where a file is used: in a cluster, on a CI host or a developer's machine, or by Docker Compose.
import { codeLanguage, type CodeSyntax } from './code-languages.ts';
import { describesNodes } from './kubernetes.ts';
import { isScript, scriptUsage } from './script-usage.ts';
import type { Usage } from '../model/artifact.ts';

const CI_FOLDER =
  /(?:^|\/)\.(?:github\/(?:workflows|actions)|circleci|buildkite|tekton-ci|semaphore|woodpecker|gitlab|gitlab-ci|devcontainer|vscode|azure-pipelines|azuredevops|pipelines)\//i;
const CI_NAME =
  /(?:^|\/)(?:[\w.-]*\.gitlab-ci[\w.-]*|\.travis|\.drone|\.woodpecker|\.appveyor|appveyor|azure-pipelines[\w.-]*|bitbucket-pipelines|cloudbuild[\w.-]*|buildspec[\w.-]*|\.cirrus|\.goreleaser[\w.-]*|skaffold|\.pre-commit-config|\.golangci|dependabot|codefresh|\.gitpod|taskfile[\w.-]*)\.ya?ml$|(?:^|\/)(?:package|devcontainer)\.json$/i;
const COMPOSE_NAME = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i;

/** Shapes that only pipelines have: a job of GitLab CI, a composite action, a pipeline of Drone, a step of Azure Pipelines. */
const CI_SHAPES: readonly (readonly RegExp[])[] = [
  [/^ {1,4}(?:stage|extends|needs|rules|artifacts):/m, /^ {1,4}script:/m],
  [/^runs:/m, /^ {1,4}using:\s/m],
  [/^kind: ['"]?pipeline\b/m, /^type: /m, /^steps:/m],
  [/^ {0,8}- (?:script|bash|powershell|task): /m, /^ {1,10}displayName:/m],
];
const COMPOSE_SHAPE: readonly RegExp[] = [
  /^services:/m,
  /^(?: {2}| {4})[\w.-]+:\s*$/m,
  /^ {4,8}(?:image|build):/m,
  /^ {4,8}(?:ports|volumes|environment|depends_on|networks|restart|deploy):/m,
];
const HCL_NAME = /\.(?:tf|tofu|tfvars|hcl|nomad)(?:\.\w+)?$/i;
/** Languages that say by themselves where they run; what is in an image or is made by make is no node's. */
const USAGE_OF_CODE: Partial<Record<CodeSyntax, Usage>> = { dockerfile: 'workstation', makefile: 'workstation', groovy: 'ci', installer: 'cluster' };
/** What only development and tests read, and Elastic Beanstalk, whose machines are no nodes. */
const WORKSTATION_NAME =
  /(?:^|\/)(?:Tiltfile|tox\.ini|pyproject\.toml|setup\.cfg|composer\.json|project\.json|\.?mise\.toml|\.?testcontainers\.properties|molecule\.ya?ml|k3d[\w.-]*\.ya?ml|Dockerrun\.aws\.json|\.ebextensions\/[^/]+)$/;
/** The variables of Compose and of programs that are started by hand. */
const VARIABLES_NAME = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const LONGEST_LOOK = 200_000;

/** Whether a file is a CI system's by its name. */
export function isForCi(uri: string): boolean {
  return CI_FOLDER.test(uri) || CI_NAME.test(uri);
}

/** Whether a file describes machines in HCL, which tells by itself whether they are nodes: what no word ties to a cluster has another usage. */
export function describesMachines(uri: string): boolean {
  return HCL_NAME.test(uri);
}

/** What a file is used for, by its name, else by what another one says, else by what it looks like. */
export function usageOf(uri: string, text: string, told?: Usage): Usage {
  if (isForCi(uri)) return 'ci';
  if (COMPOSE_NAME.test(uri)) return 'compose';
  if (WORKSTATION_NAME.test(uri)) return 'workstation';
  const code = codeLanguage(uri, '');
  const byCode = code === undefined ? undefined : USAGE_OF_CODE[code];
  if (byCode !== undefined) return byCode;
  const head = text.slice(0, LONGEST_LOOK);
  if (told === 'cluster' || (told !== undefined && !describesNodes(head))) return told;
  if (describesMachines(uri)) return !/\.nomad/i.test(uri) && (describesNodes(uri) || describesNodes(head)) ? 'cluster' : 'workstation';
  if (VARIABLES_NAME.test(uri)) return describesNodes(uri) || describesNodes(head) ? 'cluster' : 'workstation';
  if (isScript(uri, head)) return scriptUsage(uri, head);
  if (!/\.ya?ml$/i.test(uri) || /^apiVersion:/m.test(head)) return 'cluster';
  if (CI_SHAPES.some(shape => shape.every(part => part.test(head)))) return 'ci';
  return COMPOSE_SHAPE.every(part => part.test(head)) ? 'compose' : 'cluster';
}

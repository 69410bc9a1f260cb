// Which files a scan reads, told by their names; what is not listed here is read only where it is named by the user or another file.
import { codeLanguage } from '../readers/code-languages.ts';

/** `text` is told apart by its name and its first lines, as a text inside another one is. */
export type FileSyntax = 'yaml' | 'json' | 'template' | 'cloud-init' | 'text';

export interface FileKind {
  readonly syntax: FileSyntax;
  /** Read only if its first line names an interpreter; many files without an extension are no scripts. */
  readonly onlyScripts?: boolean;
  /** The template language that the name promises: `deployment.yaml.j2` is YAML under Jinja. */
  readonly template?: 'go' | 'jinja' | 'other';
}

interface KindRow {
  readonly syntax: FileSyntax;
  readonly extensions: readonly string[];
  /** Whole names, lower case, for files that go by no extension. */
  readonly names?: readonly string[];
}

const KINDS: readonly KindRow[] = [
  { syntax: 'yaml', extensions: ['yaml', 'yml', 'manifest', 'bu', 'fcc'] },
  { syntax: 'json', extensions: ['json'] },
  { syntax: 'template', extensions: ['tpl'] },
  { syntax: 'text', extensions: ['sh', 'bash', 'ksh', 'zsh'] },
  { syntax: 'text', extensions: ['service', 'socket', 'timer', 'mount', 'target', 'slice', 'path'] },
  {
    syntax: 'text',
    extensions: [
      'toml',
      'conf',
      'cfg',
      'cnf',
      'config',
      'ini',
      'env',
      'properties',
      'sysconfig',
      'default',
      'logrotate',
      'cron',
      'repo',
      'list',
      'sources',
      'rules',
      'v4',
      'v6',
    ],
  },
  {
    syntax: 'text',
    extensions: ['alloy', 'river', 'ign', 'template', 'cform'],
    names: ['tiltfile', 'crontab', 'fstab', 'rc.local', '.env', 'kubeadm-flags.env', 'containers.conf', 'registries.conf'],
  },
  { syntax: 'text', extensions: ['tf', 'tofu', 'tfvars', 'hcl', 'nomad', 'tftpl'] },
  { syntax: 'cloud-init', extensions: [], names: ['user-data', 'userdata', 'user_data', 'vendor-data', 'cloud-config'] },
];

/** Extensions that follow another one: the file is a template of the kind that the rest of its name tells. */
const TEMPLATE_SUFFIXES: ReadonlyMap<string, 'go' | 'jinja' | 'other'> = new Map([
  ['j2', 'jinja'],
  ['jinja', 'jinja'],
  ['jinja2', 'jinja'],
  ['tpl', 'go'],
  ['tmpl', 'go'],
  ['gotmpl', 'go'],
  ['template', 'other'],
  ['tftpl', 'other'],
  ['in', 'other'],
]);

/** What package managers write for themselves: long, and no manifests. */
const LOCK_FILES: ReadonlySet<string> = new Set(['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'composer.lock', 'packages.lock.json']);

const VERSION_CONTROL_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.bzr', '.jj', 'CVS']);

/** Other people's code and caches of it. */
const VENDOR_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'vendor',
  'third_party',
  'third-party',
  '.terraform',
  '.terragrunt-cache',
  '.venv',
  'venv',
  '.tox',
  '.nox',
  '__pycache__',
  '.yarn',
  '.pnpm-store',
  '.bundle',
]);

const SYNTAX_OF_EXTENSION: ReadonlyMap<string, FileSyntax> = new Map(KINDS.flatMap(row => row.extensions.map(extension => [extension, row.syntax] as const)));
const SYNTAX_OF_NAME: ReadonlyMap<string, FileSyntax> = new Map(KINDS.flatMap(row => (row.names ?? []).map(name => [name, row.syntax] as const)));

/** Folders of a node's own file system in which files go by no extension. */
const SYSTEM_FOLDER =
  /(?:^|\/)(?:sysconfig|etc\/default|cron\.(?:d|hourly|daily|weekly|monthly)|logrotate\.d|systemd\/system|sysctl\.d|modules-load\.d)\/[^/]+$/;

/** What a file's path says about it; nothing for files that a scan passes over. */
export function fileKind(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lower = name.toLowerCase();
  // Salt's states and pillars are Jinja without saying so.
  if (lower.endsWith('.sls')) return { syntax: 'yaml', template: 'jinja' };
  const plain = plainSyntax(lower);
  const dot = lower.lastIndexOf('.');
  const template = TEMPLATE_SUFFIXES.get(lower.slice(dot + 1));
  const inner = template === undefined ? undefined : plainSyntax(lower.slice(0, dot));
  if (template !== undefined && inner !== undefined) return { syntax: inner, template };
  if (plain !== undefined) return { syntax: plain };
  if (SYSTEM_FOLDER.test(path)) return { syntax: 'text', ...(template === undefined ? {} : { template }) };
  // Templates of files without an extension: docker_storage_setup.j2.
  if (template === 'jinja' && dot > 0 && !lower.slice(0, dot).includes('.')) return { syntax: 'text', template };
  return name === '' || name.includes('.') ? undefined : { syntax: 'text', onlyScripts: true };
}

function plainSyntax(name: string): FileSyntax | undefined {
  const dot = name.lastIndexOf('.');
  const listed = SYNTAX_OF_NAME.get(name) ?? (dot === -1 ? undefined : SYNTAX_OF_EXTENSION.get(name.slice(dot + 1)));
  return listed ?? (codeLanguage(name, '') === undefined ? undefined : 'text');
}

/** Terraform, Packer and Nomad. */
export function isHcl(path: string): boolean {
  return /\.(?:tf|tofu|hcl|nomad|tf\.json)$/i.test(path);
}

export function isLockFile(name: string): boolean {
  return LOCK_FILES.has(name);
}

/** Why a folder is passed over whatever it holds, unless the user names it. */
export function folderSkipReason(name: string): 'vendor folder' | 'version control' | undefined {
  if (VERSION_CONTROL_FOLDERS.has(name)) return 'version control';
  return VENDOR_FOLDERS.has(name) ? 'vendor folder' : undefined;
}

// Which language a text is written in, from its name and its first lines.
import { codeLanguage, type CodeSyntax } from './code-languages.ts';
import { isCrontab } from './cron.ts';

export type Syntax = 'yaml' | 'json' | 'toml' | 'systemd' | 'ini' | 'env' | 'fluent-bit' | 'fluentd' | 'blocks' | 'hcl' | 'shell' | 'plain' | CodeSyntax;

const BY_EXTENSION: Readonly<Record<string, Syntax>> = {
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  toml: 'toml',
  service: 'systemd',
  socket: 'systemd',
  mount: 'systemd',
  timer: 'systemd',
  path: 'systemd',
  slice: 'systemd',
  sh: 'shell',
  bash: 'shell',
  ksh: 'shell',
  env: 'env',
  alloy: 'blocks',
  river: 'blocks',
  tf: 'hcl',
  tofu: 'hcl',
  hcl: 'hcl',
  tfvars: 'hcl',
  nomad: 'hcl',
  md: 'plain',
  txt: 'plain',
  py: 'plain',
  rb: 'plain',
  js: 'plain',
  ts: 'plain',
  go: 'plain',
  lua: 'plain',
  html: 'plain',
  css: 'plain',
  xml: 'plain',
  pem: 'plain',
  crt: 'plain',
  key: 'plain',
  sql: 'plain',
  rules: 'plain',
  list: 'plain',
  v4: 'plain',
  v6: 'plain',
};

const SYSTEMD_SECTION = /^\s*\[(?:Unit|Service|Install|Socket|Mount|Timer|Path|Automount|Swap|Slice|Scope)\]\s*$/m;
const FLUENT_BIT_SECTION = /^\s*\[(?:INPUT|OUTPUT|FILTER|PARSER|SERVICE|MULTILINE_PARSER|CUSTOM|PLUGINS|STREAM_TASK)\]\s*$/m;
/** The same in any case, told from other ini files by the name that comes first. */
const FLUENT_BIT_INPUT = /^[ \t]*\[(?:input|output|filter|parser|multiline_parser)\][ \t]*\r?\n[ \t]*name[ \t]+[^\s=]/im;
const FLUENTD = /^\s*(?:<(?:source|match|filter|label|system|worker|parse)\b[^>\n]*>|@include\s|@type\s)/m;
const BLOCKS = /^\s*(?:(?:input|filter|output)\s*\{|[a-z_]+(?:\.[a-z_]+)+\s+"[^"\n]*"\s*\{)/m;
/** Terraform that comes without a name, as on standard input. */
const HCL = /^(?:resource|data|module|variable|provider|locals|terraform)[ \t]*(?:"[^"\n]{0,200}"[ \t]*){0,2}\{[ \t]*$/m;
/** A path, or several, and a block's brace, as logrotate has them. */
const PATH_BLOCK = /^[ \t]*["']?\/[^\s{]+(?:[ \t]+[^\s{]+){0,50}[ \t]*\{[ \t]*$/m;
const TOML_TABLE = /^\s*\[\[?[\w."'/:-]+(?:\s*\.\s*[\w."'/:-]+)*\]\]?\s*(?:#.*)?$/m;
const ASSIGNMENT = /^\s*[\w."'/:-]+\s*=\s*\S/m;
const ENV_LINES = /^(?:\s*(?:#.*)?\r?\n)*\s*(?:export\s+)?[A-Z_][A-Z0-9_]*=/;
const SHELL_WORDS =
  /^\s*(?:set -[a-z]|if \[|if !|for \w+ in|while |case |function \w|\w+\(\)\s*\{|exec |export \w+=|echo |sudo |apt-get |apt |yum |dnf |systemctl |service \w|docker |kubectl |kubeadm |mkdir |chmod |chown |cp |mv |rm |ln |cat |sed |grep |curl |wget |nsenter |chroot |trap |source |until |sleep |cd |modprobe |sysctl |mount |crictl |ctr |test |\/(?:usr\/)?(?:local\/)?s?bin\/|\$\(|\[\[? )/m;

/** The language of a text that calls itself `name`. */
export function sniff(name: string, text: string): Syntax {
  const head = text.slice(0, 4000);
  const code = codeLanguage(name, head);
  if (code !== undefined) return code;
  if (/^#!.*\b(?:ba|da|k|z)?sh\b/.test(head)) return 'shell';
  if (/^#!/.test(head)) return 'plain';
  if (/^#cloud-config/.test(head)) return 'yaml';
  // A message of several parts, each with a language of its own.
  if (isMessage(head)) return 'plain';
  const named = byName(name);
  if (named !== undefined) return named;
  return byContent(firstCode(text), text);
}

/** Lines that begin with more white space than this count as empty. */
const LONGEST_INDENT = 200;

/** The first lines behind the comments that a text begins with, such as a licence. */
function firstCode(text: string): string {
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end < 0 || !/^\s*(?:#|$)/.test(text.slice(start, Math.min(end, start + LONGEST_INDENT)))) return text.slice(start, start + 4000);
    start = end + 1;
  }
}

/** Whether a text is a MIME message, as cloud-init takes user data of several parts. */
export function isMessage(text: string): boolean {
  return /^\s*(?:MIME-Version:|Content-Type:\s*multipart\/)/i.test(text.slice(0, 4000));
}

/** Kernel parameters have dots in their names, as variables do not, and no sections. */
const SYSCTL = /(?:^|\/)sysctl(?:\.d\/[^/]+|\.conf)$/;

/** Variables that init scripts and units read, some of them with a line of shell between. */
const SERVICE_VARIABLES = /(?:^|\/)(?:etc\/default|sysconfig)\/[^/.]+$/;

/** A unit's drop-in, of which a script may write one line. */
const DROP_IN = /\.(?:service|socket|slice|timer|mount|target|scope)\.d\/[^/]+\.conf(?:\.(?:j2|tpl|tmpl))?$/;

function byName(name: string): Syntax | undefined {
  if (DROP_IN.test(name)) return 'systemd';
  if (SYSCTL.test(name)) return 'ini';
  if (SERVICE_VARIABLES.test(name)) return 'env';
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).replace(/\.(?:j2|jinja2?|tmpl|tpl|gotmpl|template|erb)$/i, '');
  // JSON is an object of HCL, and Terraform's has its templates in it.
  if (/\.tf\.json$/i.test(base)) return 'hcl';
  const dot = base.lastIndexOf('.');
  return dot < 0 ? undefined : BY_EXTENSION[base.slice(dot + 1).toLowerCase()];
}

function byContent(head: string, text: string): Syntax {
  const start = head.trimStart();
  if (/^[{[]\s*(?:["}\]{[]|\/\/|\/\*|$)/.test(start) && !/^\[\[?[\w."-]+\]\]?\s*\n/.test(start)) return 'json';
  // A values file that holds a log agent's configuration is YAML all the same.
  if (/^(?:\s*(?:#.*)?\n)*(?:---[^\n]*\n)?[\w./$@-]+:(?:[ \t]|\r?\n|$)/.test(head)) return 'yaml';
  if (FLUENT_BIT_INPUT.test(text)) return 'fluent-bit';
  if (SYSTEMD_SECTION.test(head) || /^Exec(?:Start|Stop|Reload)(?:Pre|Post)?=\S/m.test(head)) return 'systemd';
  if (FLUENT_BIT_SECTION.test(text)) return 'fluent-bit';
  if (FLUENTD.test(text)) return 'fluentd';
  if (HCL.test(text)) return 'hcl';
  if (BLOCKS.test(text) || PATH_BLOCK.test(text)) return 'blocks';
  if (TOML_TABLE.test(text) && ASSIGNMENT.test(text)) return /^\s*\w[\w-]*\s*=\s*(?:"|'|\[|true|false|\d|\{)/m.test(text) ? 'toml' : 'ini';
  if (isCrontab(text.slice(0, 20_000))) return 'plain';
  if (ENV_LINES.test(head) && !SHELL_WORDS.test(head)) return 'env';
  if (looksYaml(head)) return 'yaml';
  if (SHELL_WORDS.test(head)) return 'shell';
  return 'plain';
}

/** Keys with values on most of the first lines, as no script or prose has them. */
function looksYaml(head: string): boolean {
  const lines = head
    .split('\n')
    .filter(line => line.trim() !== '' && !/^\s*#/.test(line))
    .slice(0, 30);
  const keys = lines.filter(line => /^\s*(?:- )*(?:"[^"]*"|'[^']*'|[\w./$@-]+)\s*:(?:\s|$)/.test(line) || /^\s*- \S/.test(line) || /^---\s*$/.test(line));
  return lines.length > 0 && keys.length * 2 > lines.length && lines.some(line => /:(?:\s|$)/.test(line));
}

// The languages of infrastructure code that are told by a file's name, or by how a text begins.

/** Languages whose readers give commands and objects rather than one tree. */
export type CodeSyntax = 'powershell' | 'batch' | 'dockerfile' | 'makefile' | 'groovy' | 'jsonnet' | 'installer';

const BY_EXTENSION: ReadonlyMap<string, CodeSyntax> = new Map<string, CodeSyntax>([
  ['ps1', 'powershell'],
  ['psm1', 'powershell'],
  ['cmd', 'batch'],
  ['bat', 'batch'],
  ['dockerfile', 'dockerfile'],
  ['containerfile', 'dockerfile'],
  ['mk', 'makefile'],
  ['mak', 'makefile'],
  ['groovy', 'groovy'],
  ['jenkinsfile', 'groovy'],
  ['jsonnet', 'jsonnet'],
  ['libsonnet', 'jsonnet'],
  ['ks', 'installer'],
  ['kickstart', 'installer'],
  ['preseed', 'installer'],
]);

const BY_NAME: readonly (readonly [RegExp, CodeSyntax])[] = [
  [/^(?:docker|container)file(?:[._-].*)?$/, 'dockerfile'],
  [/^(?:gnu)?makefile(?:[._-].*)?$/, 'makefile'],
  [/^jenkinsfile(?:[._-].*)?$/, 'groovy'],
  [/^(?:preseed|kickstart|anaconda-ks)(?:[._-].*)?\.cfg$/, 'installer'],
];

const BY_HEAD: readonly (readonly [RegExp, CodeSyntax])[] = [
  [/^\s*(?:#ps1(?:_sysnative|_x86)?\b|<powershell>|#!.*\b(?:pwsh|powershell)\b)/i, 'powershell'],
  [/^\s*(?:rem cmd\b|@echo off\b|<script>|@rem\b)/i, 'batch'],
];

/** Lines that PowerShell alone begins so: a cmdlet, a typed parameter, a variable that is set. */
const POWERSHELL_LINES =
  /^\s*(?:[$]ErrorActionPreference\b|\[CmdletBinding\(|(?:Set|Get|New|Add|Start|Stop|Restart|Write|Import|Install|Invoke|Remove|Test|Out|Register|Enable|Disable|Wait|Expand|Join|Copy)-[A-Z]\w+(?:\s|$)|[$](?:env:|global:)?\w+\s+=\s|ipmo\s)/m;

/** The language of a text, where it is one of these; `head` is how it begins. */
export function codeLanguage(name: string, head: string): CodeSyntax | undefined {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).toLowerCase();
  const plain = base.replace(/\.(?:j2|jinja2?|tmpl|tpl|gotmpl|template|erb|in)$/, '');
  const dot = plain.lastIndexOf('.');
  const named = (dot < 0 ? undefined : BY_EXTENSION.get(plain.slice(dot + 1))) ?? BY_NAME.find(([pattern]) => pattern.test(plain))?.[1];
  if (named !== undefined) return named;
  const told = BY_HEAD.find(([pattern]) => pattern.test(head))?.[1];
  if (told !== undefined) return told;
  return dot < 0 ? byLines(head) : undefined;
}

function byLines(head: string): CodeSyntax | undefined {
  return POWERSHELL_LINES.test(head) && !/^(?:#!|#cloud-config|\s*<\?php)/.test(head) && !/^\s*(?:- |[\w-]+:\s)/.test(head) ? 'powershell' : undefined;
}

/** Whether a language is one of these. */
export function isCode(syntax: string): syntax is CodeSyntax {
  return CODE.has(syntax);
}

const CODE: ReadonlySet<string> = new Set(BY_EXTENSION.values());

// Infrastructure code into documents, by its language; each reader is loaded when a text needs it.
import type { Artifact } from '../model/artifact.ts';
import type { Document, ScriptCommand } from '../model/document.ts';
import type { ChildResult } from './child.ts';
import { classify } from './classify.ts';
import type { CodeSyntax } from './code-languages.ts';
import type { InnerScript } from './inner-script.ts';
import { resourceOf } from './resource.ts';
import type { ReadError } from './result.ts';
import type { ShellResult } from './shell.ts';

/** Reads a text in one of the languages of infrastructure code. Never throws. */
export async function readCode(artifact: Artifact, syntax: CodeSyntax): Promise<ChildResult> {
  switch (syntax) {
    case 'powershell':
    case 'batch':
      return scriptResult(artifact, (await import('./windows.ts')).readWindowsScript(artifact.text, syntax));
    case 'dockerfile':
      return innerScripts(artifact, (await import('./dockerfile.ts')).dockerfileScripts(artifact.text));
    case 'makefile':
      return innerScripts(artifact, (await import('./makefile.ts')).makefileScripts(artifact.text));
    case 'installer':
      return innerScripts(artifact, (await import('./installer.ts')).installerScripts(artifact.text));
    case 'groovy':
      return groovyResult(artifact);
    case 'jsonnet':
      return jsonnetResult(artifact);
  }
}

function scriptResult(artifact: Artifact, { commands, errors }: ShellResult): ChildResult {
  return { documents: [scriptDocument(artifact, commands)], errors };
}

function scriptDocument(artifact: Artifact, commands: readonly ScriptCommand[]): Document {
  return { form: 'script', artifact, dialect: 'shell', span: { start: 0, end: artifact.text.length }, commands };
}

async function innerScripts(artifact: Artifact, scripts: readonly InnerScript[]): Promise<ChildResult> {
  return scriptResult(artifact, await readAll(scripts));
}

/** The commands of several scripts within one text. */
async function readAll(scripts: readonly InnerScript[]): Promise<ShellResult> {
  const commands: ScriptCommand[] = [];
  const errors: ReadError[] = [];
  for (const one of scripts) {
    const read = await readOne(one);
    for (const command of read.commands) commands.push(command);
    errors.push(...read.errors);
  }
  return { commands: commands.sort((a, b) => a.start - b.start || b.end - a.end), errors: errors.slice(0, 1) };
}

async function readOne({ script, language }: InnerScript): Promise<ShellResult> {
  if (language === 'shell') return (await (await import('./shell.ts')).loadShell()).read(script);
  return (await import('./windows.ts')).readWindowsScript(script, language);
}

/** What a pipeline's agent runs is the CI host's; pods that it describes are the cluster's. */
async function groovyResult(artifact: Artifact): Promise<ChildResult> {
  const { scripts, pods, manifests } = (await import('./groovy.ts')).readGroovy(artifact.text);
  const { commands, errors } = await readAll(scripts);
  const inCluster: Artifact = { ...artifact, usage: 'cluster' };
  const heredocs = manifests.map(body => ({ body, target: 'pod.yaml' }));
  const holder: ScriptCommand = { start: 0, end: 0, words: [], wrappers: [], assignments: [], heredocs };
  const manifestDocument: Document = { form: 'script', artifact: inCluster, dialect: 'shell', span: { start: 0, end: 0 }, commands: [holder] };
  const podDocuments = pods.map((root): Document => ({
    form: 'tree',
    artifact: inCluster,
    dialect: 'unknown',
    span: { start: root.start, end: root.end },
    root,
  }));
  return { documents: [scriptDocument(artifact, commands), manifestDocument, ...podDocuments], errors };
}

async function jsonnetResult(artifact: Artifact): Promise<ChildResult> {
  const { readJsonnet } = await import('./jsonnet.ts');
  const documents = readJsonnet(artifact.text).map((root): Document => {
    const dialect = classify(root, artifact, 'json');
    const own = dialect === 'k8s' ? resourceOf(root) : undefined;
    return { form: 'tree', artifact, dialect, span: { start: root.start, end: root.end }, root, ...(own === undefined ? {} : { resource: own }) };
  });
  return { documents: [...documents, { form: 'text', artifact, dialect: 'unknown', span: { start: 0, end: artifact.text.length } }], errors: [] };
}

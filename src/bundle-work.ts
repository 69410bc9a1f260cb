// The state of reading one bundle: its facts, what could not be read, and what was counted.
import type { Child, Context, Kit } from './facts/context.ts';
import { withIncludeGuards } from './facts/ansible/includes.ts';
import { extract } from './facts/extract.ts';
import { linkLogSources } from './facts/log-pipeline.ts';
import type { Artifact, Usage } from './model/artifact.ts';
import type { Document } from './model/document.ts';
import type { Fact } from './model/fact.ts';
import type { Filter } from './model/filter.ts';
import type { Span } from './model/location.ts';
import type { Notification, NotificationCode } from './model/finding.ts';
import { LineIndex, regionOf, rootSpan } from './model/place.ts';
import { readChild } from './readers/child.ts';
import { readManifest, type ManifestOptions } from './readers/manifest.ts';
import { chartReferences, kustomizationReferences, type Reference } from './readers/references.ts';
import type { ReadError } from './readers/result.ts';
import { isMessage, sniff, type Syntax } from './readers/sniff.ts';
import type { AnsibleVariables } from './readers/ansible.ts';
import { readJinjaText } from './readers/template/jinja.ts';
import { readGoText, type ChartContext } from './readers/template/go.ts';
import { usageOf } from './readers/usage.ts';
import { isHcl } from './sources/file-kinds.ts';
import { readText, type TextResult } from './sources/read-text.ts';
import type { FoundFile } from './sources/territory.ts';

export interface ReadBundle {
  readonly facts: readonly Fact[];
  /** The files' own artifacts, for suppression comments. */
  readonly files: readonly Artifact[];
  readonly notifications: readonly Notification[];
  readonly counts: Counts;
}

export interface Counts {
  files: number;
  searched: number;
  documents: number;
  parsed: number;
  binary: number;
  /** Files whose names say nothing and that are no scripts. */
  otherTypes: number;
}

export interface BundleOptions {
  readonly filter: Filter;
  readonly kit: Kit;
  readonly maxFileSize: number;
  /** Where all texts are used, if that is known; else their names and words tell. */
  readonly usage?: Usage;
}

/** What is known of a text's surroundings. */
export interface TextOptions {
  /** Where the text is a Jinja template. */
  readonly variables: AnsibleVariables | undefined;
  readonly chart: ChartContext | undefined;
  readonly sensitive: boolean;
}

export interface LoadedFile extends FoundFile {
  readonly text: string;
}

/** Whether a file names others that Kustomize reads. */
export function isKustomization(uri: string): boolean {
  return /(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/.test(uri);
}

/** The state of reading one bundle. */
export class BundleWork {
  readonly facts: Fact[] = [];
  readonly files: Artifact[] = [];
  readonly notifications: Notification[] = [];
  readonly counts: Counts = { files: 0, searched: 0, documents: 0, parsed: 0, binary: 0, otherTypes: 0 };
  readonly #key: string;
  readonly #options: BundleOptions;

  constructor(key: string, options: BundleOptions) {
    this.#key = key;
    this.#options = options;
  }

  /** What was read, once every document of the bundle is known. */
  finish(): ReadBundle {
    return { facts: withIncludeGuards(linkLogSources(this.facts)), files: this.files, notifications: this.notifications, counts: this.counts };
  }

  /** The text of a file, or nothing and the reason kept. */
  accept(result: TextResult): string | undefined {
    if (result.kind === 'searched') this.counts.searched++;
    if (result.kind === 'binary') this.counts.binary++;
    if (result.kind === 'problem') this.notifications.push(result.notification);
    if (result.kind !== 'text') return undefined;
    if (result.notification !== undefined) this.notifications.push(result.notification);
    return result.text;
  }

  /** Reads one file and everything inside it; gives the files that it names. */
  async file(file: LoadedFile, options: ManifestOptions): Promise<readonly Reference[]> {
    if (isMessage(file.text) || isSaltProgram(file)) {
      await this.#text(this.#artifact(file, file.uri, false), 'plain');
      return [];
    }
    const artifact = this.#artifact(file, '', false);
    this.files.push(artifact);
    const read = readManifest(artifact, options);
    this.counts.documents += read.seen;
    this.counts.parsed += read.parsed;
    this.#complain(artifact, read.errors);
    await this.#documents(read.documents);
    if (isKustomization(file.uri)) return read.documents.flatMap(kustomizationReferences);
    return options.chart === undefined ? [] : chartReferences(file.text);
  }

  /** Reads a file that goes by no known name, such as standard input or a script that the user names, as what its text looks like. */
  async unknownFile(file: LoadedFile, options: ManifestOptions): Promise<void> {
    const syntax = sniff(file.uri, file.text);
    if (syntax === 'yaml' || syntax === 'json' || (syntax === 'plain' && /^---\s|^\s*- |^\s*[\w"-]+\s*:/m.test(file.text.slice(0, 2000))))
      await this.file(file, options);
    else await this.#text(this.#artifact(file, file.uri, false), syntax);
  }

  /** Reads a script or a configuration in a language of its own; under a template with what is known of its values. */
  async textFile(file: LoadedFile, { variables, chart, sensitive }: TextOptions): Promise<void> {
    const name = file.uri.replace(/\.(?:j2|jinja2?|tmpl|tpl|gotmpl|template|tftpl|in)$/i, '');
    const artifact = this.#artifact(file, name, sensitive);
    const syntax = sniff(name, file.text);
    // The shell's reader knows templates itself, and the conditions in them.
    if (syntax === 'shell' || !/\{[{%#]/.test(file.text)) return this.#text(artifact, syntax);
    if (variables === undefined && chart === undefined) return this.#text(artifact, syntax);
    const read = chart === undefined ? readJinjaText(artifact, variables?.texts ?? new Map()) : readGoText(artifact, chart);
    const plain = { ...read, bundle: artifact.bundle };
    this.files.push(artifact);
    await this.#text(plain, sniff(name, plain.text));
  }

  async #text(artifact: Artifact, syntax: Syntax): Promise<void> {
    this.files.push(artifact);
    this.counts.documents++;
    this.counts.parsed++;
    // The file has passed the filter as it is written; what a template leaves of it need not.
    await this.#child({ artifact, context: contextOf(artifact, 0), syntax });
  }

  /** Reads a file that another one names, as the text that it is used for; a chart's files may be templates themselves. */
  async referenced(file: FoundFile, reference: Reference, chart: ChartContext | undefined): Promise<void> {
    this.counts.files++;
    const text = this.accept(readText(file, { maxFileSize: this.#options.maxFileSize, mayMatter: piece => this.#options.filter.mayMatter(piece) }));
    if (text === undefined) return;
    const artifact = this.#artifact({ ...file, text }, reference.name, reference.sensitive);
    const plain = chart !== undefined && text.includes('{{') ? { ...readGoText(artifact, chart), bundle: artifact.bundle } : artifact;
    await this.#text(plain, sniff(reference.name, plain.text));
  }

  #artifact(file: LoadedFile, name: string, sensitive: boolean): Artifact {
    return { uri: file.uri, text: file.text, name, usage: this.#options.usage ?? usageOf(file.uri, file.text, file.usage), bundle: this.#key, sensitive };
  }

  async #documents(documents: readonly Document[]): Promise<void> {
    for (const [index, document] of documents.entries()) await this.#extract(document, contextOf(document.artifact, index));
  }

  async #extract(document: Document, context: Context): Promise<void> {
    const { facts, children, unread } = extract(document, context, this.#options.kit);
    for (const fact of facts) this.facts.push(fact);
    for (const one of unread) if (one.text === undefined || this.#options.filter.mayMatter(one.text)) this.#leftUnread(document.artifact, one.span, one.reason);
    await this.#children(children);
  }

  async #children(children: readonly Child[]): Promise<void> {
    for (const child of children) {
      // A name can say what a text is that does not: a drop-in of docker.service, /root/.docker/config.json.
      if (this.#options.filter.mayMatter(child.artifact.text) || this.#options.filter.mayMatter(child.artifact.name)) await this.#child(child);
    }
  }

  async #child({ artifact, context, syntax }: Child): Promise<void> {
    const { documents, errors } = await readChild(artifact, syntax ?? sniff(artifact.name, artifact.text));
    this.#complain(
      artifact,
      errors.filter(error => error.code === undefined),
    );
    for (const { message, offset, code } of errors) if (code !== undefined) this.#leftUnread(artifact, { start: offset, end: offset }, message);
    for (const document of documents) await this.#extract(document, context);
  }

  #leftUnread(artifact: Artifact, at: Span, reason: string): void {
    const { artifact: file, span } = rootSpan(artifact, at);
    this.notifications.push({
      code: 'too-complex',
      level: 'error',
      message: `not read to its end: ${reason}`,
      location: { physical: { uri: file.uri, region: regionOf(new LineIndex(file.text), span) } },
    });
  }

  #complain(artifact: Artifact, errors: readonly ReadError[]): void {
    if (errors.length === 0) return;
    const lines = new LineIndex(artifact.text);
    for (const { message, offset, code } of errors) {
      const region = regionOf(lines, { start: offset, end: offset });
      this.notifications.push({
        code: code ?? mistakeIn(artifact.uri),
        level: 'error',
        message: `not read as a whole: ${message}`,
        location: { physical: { uri: artifact.uri, region } },
      });
    }
  }
}

function mistakeIn(uri: string): NotificationCode {
  if (uri.endsWith('.json')) return 'invalid-json';
  if (/\.toml$/i.test(uri)) return 'invalid-toml';
  return isHcl(uri) ? 'invalid-hcl' : 'invalid-yaml';
}

function contextOf(artifact: Artifact, index: number): Context {
  return { scope: `${artifact.uri}#${String(index)}`, role: 'script' };
}

/** Salt's states in Python and its like, which their first line names. */
function isSaltProgram({ uri, text }: LoadedFile): boolean {
  const first = /^#!([^\n]{1,100})/.exec(text)?.[1];
  return first !== undefined && /\.sls$/i.test(uri) && !/yaml|jinja/.test(first);
}

// One bundle of files into facts: texts read, documents found, facts stated, and the texts inside them read in turn.
import { posix } from 'node:path';
import { extract } from './facts/extract.ts';
import { linkLogSources } from './facts/log-pipeline.ts';
import type { Child, Context, Kit } from './facts/context.ts';
import type { Artifact } from './model/artifact.ts';
import type { Document } from './model/document.ts';
import type { Fact } from './model/fact.ts';
import type { Filter } from './model/filter.ts';
import type { Notification, NotificationCode } from './model/finding.ts';
import { LineIndex, regionOf } from './model/place.ts';
import { readChart } from './readers/chart.ts';
import { readChild } from './readers/child.ts';
import { readManifest, type ManifestOptions } from './readers/manifest.ts';
import { chartReferences, kustomizationReferences, type Reference } from './readers/references.ts';
import type { ReadError } from './readers/result.ts';
import { sniff } from './readers/sniff.ts';
import { usageOf } from './readers/usage.ts';
import type { Bundle } from './sources/bundles.ts';
import { fileKind } from './sources/file-kinds.ts';
import { referencedFile } from './sources/links.ts';
import { readText, type TextResult } from './sources/read-text.ts';
import type { FoundFile, Territory } from './sources/territory.ts';

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
}

export interface BundleOptions {
  readonly filter: Filter;
  readonly kit: Kit;
  readonly maxFileSize: number;
}

interface LoadedFile extends FoundFile {
  readonly text: string;
}

/** Reads bundles one after another; keeps nothing between them. */
export class BundleReader {
  readonly #options: BundleOptions;

  constructor(options: BundleOptions) {
    this.#options = options;
  }

  async read(bundle: Bundle, territory: Territory): Promise<ReadBundle> {
    const work = new BundleWork(bundle.key, this.#options);
    const mayMatter = (text: string): boolean => this.#options.filter.mayMatter(text);
    const files = bundle.isChart ? this.#loadChart(bundle, work, mayMatter) : loadFiles(bundle.files, work, this.#options.maxFileSize, mayMatter);
    const chart = bundle.isChart && files.length > 0 ? readChart(files.map(file => ({ path: posix.relative(bundle.key, file.uri), text: file.text }))) : undefined;
    for (const file of files) {
      if (chart !== undefined && /(?:^|\/)Chart\.ya?ml$/.test(file.uri)) continue;
      const kind = fileKind(posix.basename(file.uri)) ?? { syntax: 'yaml' as const };
      const inTemplates = chart !== undefined && /(?:^|\/)templates\//.test(posix.relative(bundle.key, file.uri));
      const options: ManifestOptions = {
        filter: chart === undefined ? this.#options.filter : EVERYTHING,
        variables: new Map(),
        syntax: kind.syntax === 'cloud-init' ? 'yaml' : kind.syntax,
        ...(kind.template === undefined ? {} : { template: kind.template }),
        ...(inTemplates ? { chart } : {}),
      };
      const references = await work.file(file, options);
      await this.#follow(references, { file, bundle, territory }, work);
    }
    return work.finish();
  }

  /** Standard input is one file. */
  async readStdin(result: TextResult, uri: string): Promise<ReadBundle> {
    const work = new BundleWork('', this.#options);
    work.counts.files++;
    const text = work.accept(result);
    if (text !== undefined) await work.file({ uri, path: uri, text }, { filter: this.#options.filter, variables: new Map(), syntax: 'yaml' });
    return work.finish();
  }

  /** Where one file of a chart can matter, its values and helpers can make any other matter. */
  #loadChart(bundle: Bundle, work: BundleWork, mayMatter: (text: string) => boolean): readonly LoadedFile[] {
    let matters = false;
    const files = loadFiles(bundle.files, work, this.#options.maxFileSize, text => {
      matters ||= mayMatter(text);
      return true;
    });
    if (matters) return files;
    work.counts.searched += files.length;
    return [];
  }

  async #follow(references: readonly Reference[], at: { file: FoundFile; bundle: Bundle; territory: Territory }, work: BundleWork): Promise<void> {
    for (const reference of references) {
      const folder = reference.from === 'chart' ? at.bundle.key : posix.dirname(at.file.uri) === '.' ? '' : posix.dirname(at.file.uri);
      const found = referencedFile(at.territory, folder, reference.path);
      if (found === undefined) continue;
      if ('code' in found) work.notifications.push(found);
      else await work.referenced(found, reference);
    }
  }
}

const EVERYTHING: Filter = { mayMatter: () => true, interesting: () => true };

function loadFiles(files: readonly FoundFile[], work: BundleWork, maxFileSize: number, mayMatter: (text: string) => boolean): readonly LoadedFile[] {
  return files.flatMap(file => {
    work.counts.files++;
    const text = work.accept(readText(file, { maxFileSize, mayMatter }));
    return text === undefined ? [] : [{ ...file, text }];
  });
}

/** The state of reading one bundle. */
class BundleWork {
  readonly facts: Fact[] = [];
  readonly files: Artifact[] = [];
  readonly notifications: Notification[] = [];
  readonly counts: Counts = { files: 0, searched: 0, documents: 0, parsed: 0, binary: 0 };
  readonly #key: string;
  readonly #options: BundleOptions;

  constructor(key: string, options: BundleOptions) {
    this.#key = key;
    this.#options = options;
  }

  /** What was read, once every document of the bundle is known. */
  finish(): ReadBundle {
    return { facts: linkLogSources(this.facts), files: this.files, notifications: this.notifications, counts: this.counts };
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
    const artifact = this.#artifact(file, '', false);
    this.files.push(artifact);
    const read = readManifest(artifact, options);
    this.counts.documents += read.seen;
    this.counts.parsed += read.parsed;
    this.#complain(artifact, read.errors);
    await this.#documents(read.documents);
    if (/(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/.test(file.uri)) return read.documents.flatMap(kustomizationReferences);
    return options.chart === undefined ? [] : chartReferences(file.text);
  }

  /** Reads a file that another one names, as the text that it is used for. */
  async referenced(file: FoundFile, reference: Reference): Promise<void> {
    this.counts.files++;
    const text = this.accept(readText(file, { maxFileSize: this.#options.maxFileSize, mayMatter: piece => this.#options.filter.mayMatter(piece) }));
    if (text === undefined) return;
    const artifact = this.#artifact({ ...file, text }, reference.name, reference.sensitive);
    this.files.push(artifact);
    this.counts.documents++;
    this.counts.parsed++;
    await this.#children([{ artifact, context: contextOf(artifact, 0), syntax: sniff(reference.name, text) }]);
  }

  #artifact(file: LoadedFile, name: string, sensitive: boolean): Artifact {
    return { uri: file.uri, text: file.text, name, usage: usageOf(file.uri, file.text), bundle: this.#key, sensitive };
  }

  async #documents(documents: readonly Document[]): Promise<void> {
    for (const [index, document] of documents.entries()) await this.#extract(document, contextOf(document.artifact, index));
  }

  async #extract(document: Document, context: Context): Promise<void> {
    const { facts, children } = extract(document, context, this.#options.kit);
    for (const fact of facts) this.facts.push(fact);
    await this.#children(children);
  }

  async #children(children: readonly Child[]): Promise<void> {
    for (const { artifact, context, syntax } of children) {
      // A name can say what a text is that does not: a drop-in of docker.service, /root/.docker/config.json.
      if (!this.#options.filter.mayMatter(artifact.text) && !this.#options.filter.mayMatter(artifact.name)) continue;
      for (const document of await readChild(artifact, syntax ?? sniff(artifact.name, artifact.text))) await this.#extract(document, context);
    }
  }

  #complain(artifact: Artifact, errors: readonly ReadError[]): void {
    if (errors.length === 0) return;
    const lines = new LineIndex(artifact.text);
    for (const { message, offset } of errors) {
      const region = regionOf(lines, { start: offset, end: offset });
      this.notifications.push({ code: codeOf(artifact.uri, message), level: 'error', message: `not read as a whole: ${message}`, location: { physical: { uri: artifact.uri, region } } });
    }
  }
}

function codeOf(uri: string, message: string): NotificationCode {
  if (/^nests more than|aliases unfold/.test(message)) return 'too-complex';
  return uri.endsWith('.json') ? 'invalid-json' : 'invalid-yaml';
}

function contextOf(artifact: Artifact, index: number): Context {
  return { scope: `${artifact.uri}#${String(index)}`, role: 'script' };
}

// Reads bundles of files: a chart's files with their values and helpers, every other file by itself, and the files that they name.
import { posix } from 'node:path';
import { BundleWork, isKustomization, type BundleOptions, type LoadedFile, type ReadBundle } from './bundle-work.ts';
import type { Filter } from './model/filter.ts';
import { NO_VARIABLES, variablesOfFiles, type AnsibleVariables } from './readers/ansible.ts';
import { readChart } from './readers/chart.ts';
import { readManifest, type ManifestOptions } from './readers/manifest.ts';
import { hclReferences, kustomizationReferences, type Reference } from './readers/references.ts';
import { sniff } from './readers/sniff.ts';
import type { ChartContext } from './readers/template/go.ts';
import type { Bundle } from './sources/bundles.ts';
import { fileKind, isHcl, type FileSyntax } from './sources/file-kinds.ts';
import type { HostText } from './sources/host/contents.ts';
import { readText, startsScript, type TextResult } from './sources/read-text.ts';
import { referencedFiles } from './sources/references.ts';
import type { FoundFile, Territory } from './sources/territory.ts';

/** Reads bundles one after another; keeps nothing between them. */
export class BundleReader {
  readonly #options: BundleOptions;

  constructor(options: BundleOptions) {
    this.#options = options;
  }

  async read(bundle: Bundle, territory: Territory): Promise<ReadBundle> {
    const work = new BundleWork(bundle.key, this.#options);
    const role = this.#roleOf(bundle);
    const files = bundle.isChart ? this.#loadChart(bundle, work) : this.#loadFiles(bundle, role, work);
    const chart =
      bundle.isChart && files.length > 0 ? readChart(files.map(file => ({ path: posix.relative(bundle.key, file.uri), text: file.text }))) : undefined;
    const secrets = secretFiles(files);
    for (const file of files) {
      if (chart !== undefined && /(?:^|\/)Chart\.ya?ml$/.test(file.uri)) continue;
      const own = { ...this.#manifestOptions(file, bundle, chart), variables: role.variables };
      const options = role.matters && file.text.includes('{{') ? { ...own, filter: EVERYTHING } : own;
      const kind = fileKind(file.uri);
      if (isKustomization(file.uri)) await this.#follow(await work.file(file, options), { file, bundle, territory, chart }, work);
      else if (kind === undefined || kind.onlyScripts === true) await work.unknownFile(file, options);
      else if (isHcl(file.uri)) await this.#readHcl({ file, bundle, territory, chart }, work);
      else if (kind.syntax === 'text' || (MAY_BE_TEXT.has(kind.syntax) && chart === undefined && isText(file)))
        await work.textFile(file, { variables: kind.template === 'jinja' ? role.variables : undefined, chart, sensitive: secrets.has(file.uri) });
      else await this.#follow(await work.file(file, options), { file, bundle, territory, chart }, work);
    }
    return work.finish();
  }

  /** Reads objects of a cluster that lie in one folder of its snapshot, and have passed the filter. */
  async readObjects(folder: string, objects: readonly { readonly uri: string; readonly text: string }[], syntax: 'json' | 'yaml'): Promise<ReadBundle> {
    const work = new BundleWork(folder, this.#options);
    for (const { uri, text } of objects) await work.file({ uri, path: uri, text }, { filter: EVERYTHING, variables: NO_VARIABLES, syntax });
    return work.finish();
  }

  /** Reads the texts of one node together, so that what its parts say can be compared. */
  async readHost(texts: readonly HostText[]): Promise<ReadBundle> {
    const work = new BundleWork('', { ...this.#options, filter: EVERYTHING, usage: 'cluster' });
    for (const { uri, text, from, manifest, sensitive } of texts) {
      const syntax = from === 'state' ? 'json' : manifest ? 'yaml' : fileKind(uri)?.syntax;
      const file = { uri, path: uri, text };
      if (from === 'file') work.counts.files++;
      if (!sensitive && (syntax === 'json' || syntax === 'yaml')) await work.file(file, { filter: EVERYTHING, variables: NO_VARIABLES, syntax });
      else await work.textFile(file, { variables: undefined, chart: undefined, sensitive });
    }
    return work.finish();
  }

  #manifestOptions(file: FoundFile, bundle: Bundle, chart: ChartContext | undefined): ManifestOptions {
    const kind = fileKind(file.uri) ?? { syntax: 'yaml' as const };
    const inTemplates = chart !== undefined && /(?:^|\/)templates\//.test(posix.relative(bundle.key, file.uri));
    return {
      filter: chart === undefined && !this.#isTelling(file) ? this.#options.filter : EVERYTHING,
      variables: NO_VARIABLES,
      syntax: kind.syntax === 'cloud-init' || kind.syntax === 'text' ? 'yaml' : kind.syntax,
      ...(kind.template === undefined ? {} : { template: kind.template }),
      ...(inTemplates ? { chart } : {}),
    };
  }

  /** Standard input is one file. */
  async readStdin(result: TextResult, uri: string): Promise<ReadBundle> {
    const work = new BundleWork('', this.#options);
    work.counts.files++;
    const text = work.accept(result);
    if (text !== undefined) await work.unknownFile({ uri, path: uri, text }, { filter: this.#options.filter, variables: NO_VARIABLES, syntax: 'yaml' });
    return work.finish();
  }

  /** A role's variables can put what matters into files that do not hold it themselves. */
  #loadFiles(bundle: Bundle, role: Role, work: BundleWork): readonly LoadedFile[] {
    const { filter, maxFileSize } = this.#options;
    const mayMatter = (text: string): boolean => filter.mayMatter(text) || (role.matters && text.includes('{{'));
    return bundle.files.flatMap(file =>
      loadFile(file, work, maxFileSize, text => mayMatter(text) || this.#isTelling(file) || (isHcl(file.uri) && text.includes('file('))),
    );
  }

  /** What the defaults and variables of an Ansible role set, the latter winning. */
  #roleOf(bundle: Bundle): Role {
    const { filter, maxFileSize } = this.#options;
    const files = bundle.files.filter(file => ROLE_VARIABLES.test(posix.relative(bundle.key, file.uri)));
    const texts = files
      .toSorted((a, b) => (a.uri < b.uri ? -1 : 1))
      .flatMap(file => {
        const read = readText(file, { maxFileSize, mayMatter: () => true });
        return read.kind === 'text' ? [read.text] : [];
      });
    return { variables: texts.length === 0 ? NO_VARIABLES : variablesOfFiles(texts), matters: texts.some(text => filter.mayMatter(text)) };
  }

  /**
   * A kustomization names files that can matter where it does not itself; `docker-daemon.json` need not hold its own name, nor a drop-in
   * in `docker.service.d` that of its unit.
   */
  #isTelling(file: FoundFile): boolean {
    const name = /[^/]*\.(?:service|socket)\.d\/[^/]*$/.exec(file.uri)?.[0] ?? posix.basename(file.uri);
    return isKustomization(file.uri) || this.#options.filter.mayMatter(name);
  }

  /** Where one file of a chart can matter, or reads others, its values and helpers can make any other matter. */
  #loadChart(bundle: Bundle, work: BundleWork): readonly LoadedFile[] {
    const seen = { matters: false };
    const mayMatter = (text: string): boolean => {
      seen.matters ||= text.includes('.Files.') || this.#options.filter.mayMatter(text);
      return true;
    };
    const files = bundle.files.flatMap(file => loadFile(file, work, this.#options.maxFileSize, mayMatter));
    if (seen.matters) return files;
    work.counts.searched += files.length;
    return [];
  }

  /** What a file of Terraform names can matter where it does not itself. */
  async #readHcl(at: FileSite, work: BundleWork): Promise<void> {
    if (this.#options.filter.mayMatter(at.file.text)) await work.textFile(at.file, { variables: undefined, chart: undefined, sensitive: false });
    else work.counts.searched++;
    await this.#follow(hclReferences(at.file.text), at, work);
  }

  async #follow(references: readonly Reference[], at: FileSite, work: BundleWork): Promise<void> {
    const own = posix.dirname(at.file.uri);
    for (const reference of references) {
      const folder = reference.from === 'chart' ? at.bundle.key : own === '.' ? '' : own;
      for (const found of referencedFiles(at.territory, folder, reference.path)) {
        if ('code' in found) {
          if (reference.mayBeMissing !== true) work.notifications.push(found);
        } else
          await work.referenced(
            found,
            { ...reference, name: reference.path.includes('*') ? posix.basename(found.uri) : reference.name },
            reference.from === 'chart' ? at.chart : undefined,
          );
      }
    }
  }
}

/** A file that is read, and what it is read with. */
interface FileSite {
  readonly file: LoadedFile;
  readonly bundle: Bundle;
  readonly territory: Territory;
  readonly chart: ChartContext | undefined;
}

/** Templates and user data are YAML, or scripts and units. */
const MAY_BE_TEXT: ReadonlySet<FileSyntax> = new Set(['template', 'cloud-init']);

/** Scripts and units, as Terraform's `user_data.tpl`; those of a chart are YAML. */
function isText({ uri, text }: LoadedFile): boolean {
  return !['yaml', 'json', 'plain'].includes(sniff(uri.replace(/\.tpl$/i, ''), text));
}

/** The files that kustomizations among these make Secrets of. */
function secretFiles(files: readonly LoadedFile[]): ReadonlySet<string> {
  const secrets = new Set<string>();
  for (const file of files) {
    if (!isKustomization(file.uri) || !file.text.includes('secretGenerator')) continue;
    const artifact = { uri: file.uri, text: file.text, name: '', usage: 'cluster' as const, bundle: '', sensitive: false };
    const { documents } = readManifest(artifact, { filter: EVERYTHING, variables: NO_VARIABLES, syntax: 'yaml' });
    for (const { path, sensitive } of documents.flatMap(kustomizationReferences)) if (sensitive) secrets.add(posix.join(posix.dirname(file.uri), path));
  }
  return secrets;
}

/** An Ansible role, as far as its variables go. */
interface Role {
  readonly variables: AnsibleVariables;
  /** Whether a literal that matters stands among them. */
  readonly matters: boolean;
}

const ROLE_VARIABLES = /^(?:defaults|vars)\/main(?:\.ya?ml|\/[^/]+\.ya?ml)?$/;

const EVERYTHING: Filter = { mayMatter: () => true, interesting: () => true };

function loadFile(file: FoundFile, work: BundleWork, maxFileSize: number, mayMatter: (text: string) => boolean): readonly LoadedFile[] {
  if (file.isNamed !== true && file.usage === undefined && fileKind(file.uri)?.onlyScripts === true && !startsScript(file)) {
    work.counts.otherTypes++;
    return [];
  }
  work.counts.files++;
  const text = work.accept(readText(file, { maxFileSize, mayMatter }));
  return text === undefined ? [] : [{ ...file, text }];
}

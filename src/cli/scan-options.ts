// The options of `unshim scan`, checked and in the program's own terms.
import { resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { Runtime } from '../model/finding.ts';
import type { FormatName } from '../report/index.ts';
import type { HostTarget } from '../sources/host/host.ts';
import type { ClusterOptions } from '../sources/cluster/clusters.ts';
import type { RenderOptions } from '../sources/render/rendered.ts';
import { type Arguments, type CommandSpec, HELP, oneOf } from './arguments.ts';
import { CLUSTER_OPTIONS, readClusterOptions } from './cluster-options.ts';
import { quoted } from './quoted.ts';
import { readRenderOptions, RENDER_OPTIONS } from './render-options.ts';
import { readReportOptions, REPORT_OPTIONS, type ReportOptions } from './report-options.ts';

export const SCAN: CommandSpec = {
  command: 'scan',
  options: {
    to: { takes: 'value' },
    'kubernetes-version': { takes: 'value' },
    ...CLUSTER_OPTIONS,
    snapshot: { takes: 'value' },
    host: { takes: 'list' },
    'host-name': { takes: 'value' },
    exclude: { takes: 'list' },
    'no-ignore': { takes: 'flag' },
    'max-file-size': { takes: 'value' },
    ...RENDER_OPTIONS,
    only: { takes: 'list' },
    disable: { takes: 'list' },
    rules: { takes: 'list' },
    ...REPORT_OPTIONS,
    help: HELP,
  },
};

const RUNTIMES = ['containerd', 'cri-o', 'cri-dockerd'] as const satisfies readonly Runtime[];

export interface ScanOptions extends ReportOptions {
  readonly paths: readonly string[];
  /** The live clusters asked for. */
  readonly clusters: ClusterOptions | undefined;
  /** The nodes asked for, by the roots of their file systems. */
  readonly hosts: readonly HostTarget[];
  readonly to: Runtime;
  /** `1.NN` */
  readonly kubernetes: string;
  readonly exclude: readonly string[];
  readonly ignore: boolean;
  /** In bytes. */
  readonly maxFileSize: number | undefined;
  /** How charts and overlays are rendered; nothing where they are not. */
  readonly render: RenderOptions | undefined;
  readonly only: readonly string[];
  readonly disable: readonly string[];
  readonly ruleDirs: readonly string[];
}

/** What is known only by the rooms that the options are for. */
export interface Known {
  readonly formats: readonly FormatName[];
  /** `1.NN`, the newest Kubernetes version that the rules know. */
  readonly newest: string;
  /** The folders that programs are looked for in, as PATH has them; none where it is not given. */
  readonly toolPath?: string;
}

/** Throws a `UserError` for the first wrong value. */
export function readScanOptions(args: Arguments, known: Known): ScanOptions {
  const report = readReportOptions(args, known.formats);
  const clusters = readClusterOptions(args);
  const hosts = readHosts(args);
  const paths = readPaths(args.positionals, clusters === undefined && hosts.length === 0 ? ['.'] : []);
  checkFileOptions(args, paths);
  return {
    paths,
    clusters,
    hosts,
    to: oneOf(args, 'to', RUNTIMES, 'containerd'),
    kubernetes: readKubernetesVersion(args.value('kubernetes-version') ?? known.newest, known.newest),
    exclude: args.values('exclude'),
    ignore: !args.has('no-ignore'),
    maxFileSize: readSize(args.value('max-file-size')),
    render: readRenderOptions(args, known.toolPath ?? ''),
    only: splitLists(args.values('only')),
    disable: splitLists(args.values('disable')),
    ruleDirs: args.values('rules'),
    ...report,
  };
}

/** An empty word is a shell variable that was never set; taking it for the current directory would scan the wrong thing. */
function readPaths(positionals: readonly string[], fallback: readonly string[]): readonly string[] {
  if (positionals.includes('')) throw new UserError('a PATH is empty; is a variable not set?');
  if (positionals.filter(path => path === '-').length > 1) throw new UserError('standard input (-) can be read only once');
  return positionals.length === 0 ? fallback : positionals;
}

const FILE_OPTIONS = ['exclude', 'no-ignore', 'helm-values', 'helm-set'];

/** What would have no effect was meant to have one. */
function checkFileOptions(args: Arguments, paths: readonly string[]): void {
  const stray = FILE_OPTIONS.find(option => args.has(option));
  if (stray !== undefined && paths.length === 0)
    throw new UserError(`--${stray} is about files, but besides clusters and hosts none are asked for; add a PATH`);
}

function readHosts(args: Arguments): readonly HostTarget[] {
  const roots = args.values('host');
  const name = args.value('host-name');
  if (roots.includes('')) throw new UserError('the DIR of a --host is empty; is a variable not set?');
  const twice = roots.find((root, index) => roots.findIndex(other => resolve(other) === resolve(root)) !== index);
  if (twice !== undefined) throw new UserError(`--host ${quoted(twice)} is given twice; one folder is the root of one host`);
  if (name === undefined) return roots.map(root => ({ root }));
  if (name.trim() === '') throw new UserError('the NAME of --host-name is empty; is a variable not set?');
  if (roots.length !== 1) throw new UserError(`--host-name names one host, but ${roots.length === 0 ? 'none is' : 'several are'} given with --host`);
  return roots.map(root => ({ root, name }));
}

/** `1.NN` of `1.27`, `v1.27`, `1.27.3` and what distributions append, such as `v1.27.3-gke.100` or `1.27+`. */
export function readKubernetesVersion(text: string, newest: string): string {
  const [, minor] = /^v?1\.(\d{1,2})(?:\.\d{1,4})?(?:[-+].{0,64})?$/.exec(text) ?? [];
  if (minor === undefined) throw new UserError(`--kubernetes-version takes a version such as ${newest}, not ${quoted(text)}`);
  return `1.${String(Number(minor))}`;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes of `16MiB`, `500k`, `1.5 GB` or a plain number; units are powers of 1024 however they are spelt. */
export function readSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d{1,12}(?:\.\d{1,6})?) ?([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS[(unit ?? '').toLowerCase()] ?? 1));
  if (number === undefined || bytes < 1) throw new UserError(`--max-file-size takes a size such as 500k, 16MiB or 1048576, not ${quoted(text)}`);
  return bytes;
}

/** Words that were given one by one or with commas between them, each once. */
export function splitLists(values: readonly string[]): readonly string[] {
  const words = values.flatMap(value => value.split(',')).map(word => word.trim());
  return [...new Set(words.filter(word => word !== ''))];
}

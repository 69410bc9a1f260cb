// Reads reports that format json has written, however many follow each other in a text.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../schema/report.schema.json' with { type: 'json' };
import { UserError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';

/** The promised shape: the same words as in `Report`, but for these. */
interface ReportJson extends Omit<Report, 'targets' | 'runtime' | 'kubernetes' | 'clusters' | 'hosts'> {
  readonly target: Pick<Report, 'runtime' | 'kubernetes'>;
  readonly scanned: Report['targets'];
  readonly clusters?: Report['clusters'];
  readonly hosts?: Report['hosts'];
}

let validate: ValidateFunction | undefined;

/** The reports in a text; `name` is what messages call it. Throws a `UserError` where any part of it is no report. */
export function parseReports(text: string, name: string): readonly Report[] {
  return documentsOf(text, name).map(document => reportOf(document, name));
}

function reportOf(value: unknown, name: string): Report {
  if (!isRecord(value)) throw noReport(name, 'it is JSON, but no object');
  if (value['$schema'] !== undefined && value['runs'] !== undefined) throw noReport(name, 'it is SARIF');
  const version = value['schemaVersion'];
  const known = schema.properties.schemaVersion.const;
  if (version !== known && typeof version === 'number') {
    throw new UserError(`${name} is a report with schemaVersion ${String(version)}, and this unshim reads ${String(known)}`, {
      hint: 'merge reports with the version of unshim that wrote them',
    });
  }
  validate ??= new Ajv2020().compile(schema);
  if (!validate(value)) throw noReport(name, describe(validate.errors?.[0]));
  // The schema has just checked every field.
  const { target, scanned, clusters = [], hosts = [], ...rest } = value as unknown as ReportJson;
  const { tool, category, rules, findings, notifications, coverage, verdict, complete } = rest;
  return {
    tool,
    targets: scanned,
    ...target,
    ...(category === undefined ? {} : { category }),
    rules,
    findings,
    notifications,
    coverage,
    clusters,
    hosts,
    verdict,
    complete,
  };
}

function noReport(name: string, reason: string): UserError {
  return new UserError(`${name} is no report that can be merged: ${reason}`, { hint: 'write reports to be merged with --format json' });
}

function describe(error: ErrorObject | undefined): string {
  const place = error?.instancePath === undefined || error.instancePath === '' ? 'it' : error.instancePath.slice(1).replaceAll('/', '.');
  const params: Readonly<Record<string, unknown>> = error?.params ?? {};
  const extra = params['additionalProperty'] ?? params['allowedValues'];
  return `${place} ${error?.message ?? 'is not as promised'}${extra === undefined ? '' : ` (${[extra].flat().map(String).join(', ')})`}`;
}

/** What the program says on standard error, which the log of a pod holds as well. */
const OWN_LINE = /^unshim: /;

/** One JSON text, or several one after the other, as the logs of many pods have them: each begins and ends on a line of its own. */
function documentsOf(text: string, name: string): readonly unknown[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole.value];
  const documents: unknown[] = [];
  let open: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (OWN_LINE.test(line) || (open.length === 0 && line.trim() === '')) continue;
    open.push(line);
    const isWhole = line === '}' || (open.length === 1 && /^\{.+\}$/.test(line));
    if (!isWhole && open[0]?.startsWith('{') === true) continue;
    const one = parsed(open.join('\n'));
    if (one === undefined) throw noReport(name, `line ${JSON.stringify(open[0]?.slice(0, 60))} does not begin a JSON text`);
    documents.push(one.value);
    open = [];
  }
  if (open.length > 0) throw noReport(name, 'its JSON ends too early');
  if (documents.length === 0) throw noReport(name, 'it is empty');
  return documents;
}

/** The value, which may be null; nothing where the text is no JSON, for which the caller has the words. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

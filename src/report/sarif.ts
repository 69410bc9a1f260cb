// The report as SARIF 2.1.0, within the limits of GitHub code scanning.
import type { Invocation, Log, Notification as SarifNotification, Result, Run, ToolComponent } from 'sarif';
import type { Finding, Notification } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { PROJECT_URL } from '../project.ts';
import { clusterJson, workloadJson } from './cluster-json.ts';
import { hostJson } from './host-json.ts';
import { safeJson, visible, visibleProse } from './safe-text.ts';
import { SOURCE_ROOT, relatedLocation, sarifLocation } from './sarif-locations.ts';
import { describeRule } from './sarif-rules.ts';
import { compareSeverity, effectSentence, grouped } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** GitHub refuses runs with more results. */
const MOST_RESULTS = 25_000;
const LONGEST_MESSAGE = 4_000;

/** The report for code scanning; whatever people see in it has its invisible characters made visible. */
export function formatSarif(report: Report): string {
  const kept = keepWorst(report.findings, MOST_RESULTS);
  const ruleIds = new Map(report.rules.map(({ id }, index) => [id, index]));
  const run: Run = {
    tool: { driver: driver(report) },
    invocations: [invocation(report, report.findings.length - kept.length)],
    automationDetails: { id: automationId(report.category) },
    originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The folder that was scanned; every path is relative to it.' } } },
    columnKind: 'utf16CodeUnits',
    results: results(kept, ruleIds),
    ...(report.clusters.length + report.hosts.length === 0 ? {} : { properties: systems(report) }),
  };
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
  return `${safeJson(log)}\n`;
}

function systems({ clusters, hosts }: Report) {
  return {
    ...(clusters.length === 0 ? {} : { clusters: clusters.map(cluster => clusterJson(cluster, visible)) }),
    ...(hosts.length === 0 ? {} : { hosts: hosts.map(host => hostJson(host, visible)) }),
  };
}

function keepWorst(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  const ranked = findings.map((finding, index) => ({ finding, index, hidden: finding.suppression === undefined ? 0 : 1 }));
  ranked.sort((a, b) => a.hidden - b.hidden || compareSeverity(a.finding, b.finding));
  return ranked
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
    .map(({ finding }) => finding);
}

function driver(report: Report): ToolComponent {
  return {
    name: report.tool.name,
    semanticVersion: report.tool.version,
    version: report.tool.version,
    informationUri: PROJECT_URL,
    rules: report.rules.map(describeRule),
  };
}

/** GitHub takes what stands before the last slash for the category. */
function automationId(category: string | undefined): string {
  return category === undefined || category === '' ? 'unshim/' : `unshim/${visible(category).replace(/\/$/, '')}/`;
}

function results(findings: readonly Finding[], ruleIndexes: ReadonlyMap<string, number>): Result[] {
  const suppressed = findings.some(({ suppression }) => suppression !== undefined);
  const seen = new Map<string, number>();
  return findings.map(finding => {
    const { ruleId, level, owner, cluster, host, fingerprint, suppression } = finding;
    const ordinal = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, ordinal);
    const ruleIndex = ruleIndexes.get(ruleId);
    return {
      ruleId,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level,
      message: { text: messageText(finding) },
      locations: [sarifLocation(finding.location, { owner, cluster, host })],
      ...(finding.related.length === 0 ? {} : { relatedLocations: finding.related.map((place, index) => relatedLocation(place, index, finding)) }),
      partialFingerprints: { primaryLocationLineHash: `${fingerprint}:${ordinal}` },
      ...(suppressed ? { suppressions: suppression === undefined ? [] : [accepted(suppression)] } : {}),
      properties: properties(finding),
    };
  });
}

function properties({ precision, effect, when, cluster, host, nodes, workload }: Finding) {
  return {
    precision,
    effect,
    when: visible(when),
    ...(cluster === undefined ? {} : { cluster: visible(cluster) }),
    ...(host === undefined ? {} : { host: visible(host) }),
    ...(workload === undefined ? {} : workloadJson(workload, visible)),
    ...(nodes === undefined ? {} : { nodes: nodes.map(visible) }),
  };
}

function accepted({ kind, justification }: NonNullable<Finding['suppression']>) {
  return { kind, status: 'accepted' as const, justification: visibleProse(justification) };
}

function messageText(finding: Finding): string {
  const sentences = [visible(finding.message), effectSentence(finding), ...(finding.fix === '' ? [] : [`Fix: ${visibleProse(finding.fix)}`])];
  return plainMessage(sentences.map(sentence => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)).join(' '));
}

/** SARIF turns `[label](target)` into a link, also in plain text; names from strangers make none. */
function plainMessage(text: string): string {
  const short = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
  return short.replaceAll('](', '] (');
}

function invocation(report: Report, leftOut: number): Invocation {
  const notifications = report.notifications.map(notification => toolNotification(notification, report.clusters.length > 0));
  if (leftOut > 0) notifications.push(leftOutNotification(leftOut));
  return { executionSuccessful: report.complete, toolExecutionNotifications: notifications };
}

function toolNotification({ code, level, message, location, cluster, host }: Notification, live: boolean): SarifNotification {
  return {
    descriptor: { id: code },
    level,
    message: { text: plainMessage(visible(message)) },
    ...(location === undefined ? {} : { locations: [sarifLocation(location, { cluster, host, live })] }),
  };
}

function leftOutNotification(leftOut: number): SarifNotification {
  const text = `${grouped(leftOut)} findings are left out, the least severe ones: code scanning takes ${grouped(MOST_RESULTS)} results at most.`;
  return { descriptor: { id: 'results-left-out' }, level: 'warning', message: { text } };
}

// The report as JSON for programs; its shape is promised in schema/report.schema.json.
import type { Finding, Notification } from '../model/finding.ts';
import type { Location, Region, ResourceRef } from '../model/location.ts';
import type { Report, RuleInfo } from '../model/report.ts';
import { countFindings } from '../model/report.ts';
import { clusterJson, workloadJson } from './cluster-json.ts';
import { hostJson } from './host-json.ts';
import type { FormatOptions } from './format.ts';
import { safeJson } from './safe-text.ts';

const SCHEMA_VERSION = 1;

/** The report for programs. Of the rules only those with findings are told; all of them with `verbose`. */
export function formatJson(report: Report, options: Pick<FormatOptions, 'verbose'>): string {
  const found = new Set(report.findings.map(({ ruleId }) => ruleId));
  const { levels, effects, suppressed } = countFindings(report.findings);
  const told = options.verbose === true ? report.rules : report.rules.filter(({ id }) => found.has(id));
  return `${safeJson({
    schemaVersion: SCHEMA_VERSION,
    tool: { name: report.tool.name, version: report.tool.version },
    target: { runtime: report.runtime, kubernetes: report.kubernetes },
    scanned: report.targets,
    category: report.category,
    verdict: report.verdict,
    complete: report.complete,
    summary: { errors: levels.error, warnings: levels.warning, notes: levels.note, suppressed, effects },
    findings: report.findings.map(findingJson),
    notifications: report.notifications.map(notificationJson),
    coverage: coverageJson(report),
    clusters: report.clusters.length === 0 ? undefined : report.clusters.map(cluster => clusterJson(cluster, asItIs)),
    hosts: report.hosts.length === 0 ? undefined : report.hosts.map(host => hostJson(host, asItIs)),
    rules: told.map(ruleJson),
  })}\n`;
}

const asItIs = (text: string): string => text;

function findingJson(finding: Finding) {
  const { ruleId, level, precision, effect, when, message, fix, location, related, owner, cluster, host, nodes, workload, fingerprint, suppression } = finding;
  return {
    ruleId,
    level,
    precision,
    effect,
    when,
    message,
    fix,
    location: locationJson(location),
    owner: owner && resourceJson(owner),
    cluster,
    host,
    nodes,
    workload: workload && workloadJson(workload, asItIs),
    related: related.map(place => ({ message: place.message, location: locationJson(place.location) })),
    fingerprint,
    suppression: suppression && { kind: suppression.kind, justification: suppression.justification },
  };
}

function locationJson({ physical, logical, snippet }: Location) {
  return {
    physical: physical && { uri: physical.uri, region: physical.region && regionJson(physical.region) },
    logical: logical && { resource: logical.resource && resourceJson(logical.resource), path: logical.path },
    snippet,
  };
}

function regionJson({ startLine, startColumn, endLine, endColumn }: Region) {
  return { startLine, startColumn, endLine, endColumn };
}

function resourceJson({ apiVersion, kind, namespace, name }: ResourceRef) {
  return { apiVersion, kind, namespace, name };
}

function notificationJson({ code, level, message, location, cluster, host }: Notification) {
  return { code, level, message, location: location && locationJson(location), cluster, host };
}

function coverageJson({ coverage }: Report) {
  const { files, searched, documents, parsed, skipped, notLookedAt, rules } = coverage;
  return { files, searched, documents, parsed, skipped, notLookedAt, rules: rules && { ran: rules.ran, known: rules.known } };
}

function ruleJson({ id, title, category, level, precision, why, fix, references, tags, added }: RuleInfo) {
  return { id, title, category, level, precision, why, fix, references, tags, added };
}

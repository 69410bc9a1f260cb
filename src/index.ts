// The library's public face: what the command line does, for programs.

export { scan, type ScanOptions } from './scan.ts';
export { snapshot, type SnapshotOptions, type SnapshotReport } from './snapshot.ts';
export type { ClusterOptions } from './sources/cluster/clusters.ts';
export type { RenderOptions } from './sources/render/rendered.ts';
export { type LoadOptions, loadRules, type RuleSet, UnknownRuleError } from './rules/load.ts';
export { NEWEST_KUBERNETES } from './rules/versions.ts';
export { type FormatName, type FormatOptions, formats, type Formatter, type GroupBy } from './report/index.ts';
export { mergeReports, type NamedReport } from './report/merge.ts';
export { parseReports } from './report/read-json.ts';
export type { HostTarget } from './sources/host/host.ts';
export { UserError } from './model/errors.ts';
export { VERSION } from './version.ts';
export type * from './model/cluster.ts';
export type * from './model/finding.ts';
export type * from './model/host.ts';
export type * from './model/location.ts';
export type * from './model/report.ts';
export type { Rule, RuleSource } from './model/rule.ts';

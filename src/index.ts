// The library's public face.

export { VERSION } from './version.ts';
export { UserError } from './model/errors.ts';
export type * from './model/finding.ts';
export type * from './model/location.ts';
export type * from './model/report.ts';
export type { Rule, RuleSource } from './model/rule.ts';

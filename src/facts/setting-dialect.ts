// What rules call the language of a setting.
import type { Collector, Context } from './context.ts';

/** What a rule names as a setting's dialect: the document's own, or `Kind.group` for Kubernetes objects. */
export function settingDialect(collect: Collector, context: Context): string {
  const { dialect, resource } = collect.document;
  const object = resource ?? context.owner;
  if (dialect !== 'k8s' || object === undefined) return dialect;
  const group = object.apiVersion?.includes('/') === true ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
  return group === '' ? object.kind : `${object.kind}.${group}`;
}

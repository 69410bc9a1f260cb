// JSON patches: the setting that an operation writes, under the name that its path ends in.
import { textAt, get } from '../model/tree.ts';
import type { Collector, Context, Site } from './context.ts';
import { passedToKubelet } from './kubelet.ts';
import { groupOf } from './pods.ts';
import { settingDialect } from './setting-dialect.ts';
import { below, type Visit } from './walk.ts';

/** The setting of an operation `{op: add, path: /spec/.../criSocket, value: ...}`; a kubelet's argument is a flag. */
export function patchFacts(visit: Visit, collect: Collector, context: Context): void {
  const op = textAt(visit.node, 'op');
  const path = textAt(visit.node, 'path');
  const value = get(visit.node, 'value');
  if (value?.kind !== 'scalar' || path?.startsWith('/') !== true || (op !== 'add' && op !== 'replace')) return;
  const parts = path
    .slice(1)
    .split('/')
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = parts.at(-1) ?? '';
  const at = below(visit, 'value', value);
  const place = { path: at.path, identity: `${visit.identity} ${path}`, group: groupOf(collect, visit.node) };
  const site: Site = { place, collect, context };
  const holder = parts.at(-2) ?? '';
  if (/kubelet\w*args?$/i.test(holder)) passedToKubelet(holder, { ...value, text: `${name}=${value.text}` }, site);
  else collect.add('setting', { dialect: settingDialect(collect, context), key: parts.join('.'), name, value: value.text }, value, place, context);
}

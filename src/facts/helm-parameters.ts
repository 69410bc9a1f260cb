// Values of charts that are given one by one: Argo CD's parameters, helmfile's `set`, `set` blocks of other tools, Helm's own `--set`.
import type { Word } from '../model/document.ts';
import { get } from '../model/tree.ts';
import type { Collector, Context, Site } from './context.ts';
import { flagsOf, scalarWithin } from './flags.ts';
import { groupOf } from './pods.ts';
import { settingDialect } from './setting-dialect.ts';
import type { Visit } from './walk.ts';

const LISTS = /^(?:parameters|set|setString|set_string|helmParameters|setValues)$/;

/** The setting that an item `{name: a.b, value: c}` of such a list is. */
export function helmParameter(visit: Visit, collect: Collector, context: Context): void {
  if (!LISTS.test(visit.key) || visit.parent?.node.kind !== 'seq') return;
  const name = get(visit.node, 'name');
  const value = get(visit.node, 'value');
  if (name?.kind !== 'scalar' || value?.kind !== 'scalar' || !/^[A-Za-z][\w./[\]\\-]*\.[\w./[\]\\-]+$/.test(name.text)) return;
  const key = name.text.replace(/\[\d+\]/g, '[]');
  const place = { path: `${visit.path}.value`, identity: `${visit.identity} ${key}`, group: groupOf(collect, visit.node) };
  collect.add(
    'setting',
    { dialect: settingDialect(collect, context), key, name: key.slice(key.lastIndexOf('.') + 1), value: value.text },
    value,
    place,
    context,
  );
}

/** Values on Helm's command line: `--set a.b=c,d=e`. Paths are found in the flag itself. */
export function commandValues(words: readonly Word[], { place, collect, context }: Site): void {
  for (const { name, value, span } of flagsOf(words)) {
    if (!/^--set(?:-string)?$/.test(name)) continue;
    for (const part of value.split(/(?<!\\),/)) {
      const [, path, given] = /^([A-Za-z][\w./[\]\\-]*)=(.+)$/.exec(part) ?? [];
      if (path === undefined || given === undefined || given.includes('/')) continue;
      const key = path.replace(/\[\d+\]/g, '[]');
      const fields = { dialect: 'values', key, name: key.slice(key.lastIndexOf('.') + 1), value: given };
      collect.add('setting', fields, scalarWithin(collect.document.artifact, span, part), { ...place, identity: `${place.identity} ${key}` }, context);
    }
  }
}

// Facts without a text behind them that matters, for tests of what rules make of them.
import type { Usage } from '../../src/model/artifact.ts';
import type { Dialect, Guard } from '../../src/model/document.ts';
import type { Fact, FactFields, FactKind } from '../../src/model/fact.ts';
import type { ResourceRef } from '../../src/model/location.ts';

/** Where a fact stands; all of it may be left out. */
export interface Setting {
  readonly uri?: string;
  /** From 1. */
  readonly line?: number;
  readonly bundle?: string;
  readonly scope?: string;
  readonly group?: string;
  readonly usage?: Usage;
  readonly dialect?: Dialect;
  readonly guard?: Guard;
  readonly owner?: ResourceRef;
  readonly path?: string;
  /** True where the text is made from a template. */
  readonly templated?: boolean;
}

const LINE = '/run/crane.sock {{ .Values.crane }}\n';

/** A fact on a line of its own in a file of such lines. */
export function factOf<K extends FactKind>(kind: K, fields: FactFields[K], setting: Setting = {}): Fact {
  const { uri = 'a.yaml', line = 1, bundle = '', usage = 'cluster', dialect = 'k8s', guard, owner, path = '', templated = false } = setting;
  const text = LINE.repeat(20);
  const artifact = { uri, text, name: '', usage, bundle, sensitive: false, ...(templated ? { guardAt: () => undefined } : {}) };
  const start = (line - 1) * LINE.length;
  const span = { start, end: start + LINE.length - 1 };
  const fact = {
    kind,
    fields,
    document: { form: 'text', artifact, dialect, span },
    span,
    path,
    identity: path,
    scope: setting.scope ?? 'pod',
    group: setting.group ?? `${uri}:${String(line)}`,
    ...(owner === undefined ? {} : { owner }),
    ...(guard === undefined ? {} : { guard }),
  };
  // Kind and fields belong together by this function's own parameters.
  return fact as unknown as Fact;
}

/** A mounted path. */
export function mount(path = '/run/crane.sock', setting: Setting = {}): Fact {
  return factOf('hostPath', { path, source: 'pod', mountPaths: [] }, setting);
}

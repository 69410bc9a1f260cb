// The operators, tests and filters of Jinja and Ansible, as far as they can be known from the defaults.
import { callGo, claim, settle } from './go-functions.ts';
import { baseName, bounded, directory, onText, testText, type TemplateFunction } from './text-functions.ts';
import { itemsIn, same, textForm, truth, UNKNOWN, type Value } from './value.ts';

/** Looser than in Go: a default read from a file is text, so that `true` and `True` are the same. */
function alike(a: Value, b: Value): boolean | undefined {
  const fold = (value: Value): Value =>
    typeof value === 'boolean' ? String(value) : typeof value === 'string' && /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value;
  return same(fold(a), fold(b));
}

function includes([needle, container]: readonly Value[]): Value {
  if (typeof container === 'string') return testText((text, part) => text.includes(part))([needle, container]);
  const answers = itemsIn(container)?.map(([, item]) => alike(needle, item));
  if (answers === undefined) return UNKNOWN;
  return answers.includes(true) ? true : answers.includes(undefined) ? UNKNOWN : false;
}

function joined(args: readonly Value[]): Value {
  return bounded(args.map(textForm).join(''));
}

/** `default('x')` fills in what is undefined, `default('x', true)` what is empty as well. */
function fallback([value, otherwise, ifEmpty]: readonly Value[]): Value {
  const missing = value === UNKNOWN || value === undefined || (truth(ifEmpty) === true && truth(value) !== true);
  return missing ? otherwise : value;
}

function asBoolean(value: Value): Value {
  if (typeof value === 'string') return /^(?:true|yes|on|1)$/i.test(value);
  return claim(truth(value));
}

const first = (change: (text: string, args: readonly Value[]) => Value): TemplateFunction => {
  return args => onText(text => change(text, args.slice(1)))(args.slice(0, 1));
};

const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>(
  Object.entries({
    eq: ([a, b]) => claim(alike(a, b)),
    ne: ([a, b]) => claim(alike(a, b) === undefined ? undefined : alike(a, b) === false),
    in: includes,
    and: args => settle(args, false),
    or: args => settle(args, true),
    concat: joined,
    plus: args => (args.every(arg => typeof arg === 'string') ? joined(args) : UNKNOWN),
    'is defined': ([value]) => (value === UNKNOWN ? UNKNOWN : value !== undefined),
    'is undefined': ([value]) => (value === UNKNOWN ? UNKNOWN : value === undefined),
    'is none': ([value]) => (value === UNKNOWN ? UNKNOWN : value === undefined),
    '|default': fallback,
    '|d': fallback,
    '|bool': ([value]) => asBoolean(value),
    '|lower': first(text => text.toLowerCase()),
    '|upper': first(text => text.toUpperCase()),
    '|trim': first(text => text.trim()),
    '|string': first(text => text),
    '|int': ([value]) => callGo('int', [value]),
    '|replace': first((text, [from, to]) => (textForm(from) === '' ? text : bounded(text.split(textForm(from)).join(textForm(to))))),
    '|dirname': first(directory),
    '|basename': first(baseName),
    '|quote': first(text => text),
    '|mandatory': ([value]) => value,
    '|first': ([list]) => callGo('first', [list]),
    '|last': ([list]) => callGo('last', [list]),
    '|ternary': ([condition, then, otherwise]) => callGo('ternary', [then, otherwise, condition]),
    '|join': ([list, separator]) => callGo('join', [separator, list]),
  } satisfies Record<string, TemplateFunction>),
);

/** What the two languages have in common. */
const SHARED: ReadonlySet<string> = new Set(['not', 'lt', 'le', 'gt', 'ge', 'ternary', 'list']);

/** Applies an operator, a test or a filter; what is not known here answers `UNKNOWN`. */
export function callJinja(name: string, args: readonly Value[]): Value {
  if (SHARED.has(name)) return callGo(name, args);
  const known = FUNCTIONS.get(name);
  return known === undefined ? UNKNOWN : known(args);
}

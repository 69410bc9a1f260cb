// Logic, numbers, lists and mappings in the functions of Helm's templates.
import { eitherOf } from './choice.ts';
import { satisfies, coerce } from 'semver';
import { TEXT_FUNCTIONS, type TemplateFunction } from './text-functions.ts';
import { EMPTY_DICT, fieldOf, hasField, isWhole, itemsIn, numberForm, same, sizeOf, textForm, truth, UNKNOWN, type Value } from './value.ts';

/** A truth value that may not be known. */
export function claim(known: boolean | undefined): Value {
  return known === undefined ? UNKNOWN : known;
}

/** The first argument that settles an `and` (`false`) or an `or` (`true`); not known where an unknown one comes before. */
export function settle(args: readonly Value[], by: boolean): Value {
  let open = false;
  for (const arg of args) {
    const known = truth(arg);
    if (known === by && (!open || typeof arg !== 'object')) return open ? by : arg;
    open ||= known === undefined;
  }
  return open ? UNKNOWN : args.at(-1);
}

/** The fallback where the value is empty, or where nothing is known of it: a default is what most will have. */
function defaultOf(args: readonly Value[]): Value {
  const [fallback, value] = args;
  return args.length < 2 || truth(value) !== true ? fallback : value;
}

function equalsAny([subject, ...others]: readonly Value[]): Value {
  const answers = others.map(other => same(subject, other));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? UNKNOWN : false;
}

function compared(test: (order: number) => boolean): TemplateFunction {
  return ([a, b]) => {
    const [left, right] = [numberForm(a), numberForm(b)];
    return left === undefined || right === undefined ? UNKNOWN : test(left - right);
  };
}

function calculated(start: number, step: (total: number, next: number) => number): TemplateFunction {
  return args => {
    const numbers = args.map(numberForm);
    return numbers.some(number => number === undefined) ? UNKNOWN : numbers.reduce<number>((total, next) => step(total, next ?? 0), start);
  };
}

function indexInto([subject, ...path]: readonly Value[]): Value {
  return path.reduce<Value>((at, key) => {
    const list = typeof at === 'object' && (at.kind === 'seq' || at.kind === 'list') ? itemsIn(at) : undefined;
    const position = numberForm(key);
    if (list !== undefined) return position === undefined ? UNKNOWN : list[position]?.[1];
    return key === UNKNOWN || typeof key === 'object' ? UNKNOWN : fieldOf(at, textForm(key));
  }, subject);
}

/** `dig "a" "b" fallback dict` */
function dig(args: readonly Value[]): Value {
  const found = indexInto([args.at(-1), ...args.slice(0, -2)]);
  return found === undefined ? args.at(-2) : found;
}

function listItem(args: readonly Value[], pick: (items: readonly Value[]) => Value): Value {
  const items = itemsIn(args.at(-1));
  return items === undefined ? UNKNOWN : pick(items.map(([, item]) => item));
}

function dictOf(args: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  for (let i = 0; i + 1 < args.length; i += 2) entries.set(textForm(args[i]), args[i + 1]);
  return { kind: 'dict', entries, open: false };
}

function split(separator: Value, text: Value): readonly string[] | undefined {
  if (typeof text !== 'string' || typeof separator !== 'string' || !isWhole(text)) return undefined;
  return text.split(separator).slice(0, 1_000);
}

function includes([needle, list]: readonly Value[]): Value {
  const items = itemsIn(list);
  return items === undefined ? UNKNOWN : equalsAny([needle, ...items.map(([, item]) => item)]);
}

function kindOf(value: Value): string | undefined {
  if (value === UNKNOWN) return undefined;
  if (value === undefined) return 'invalid';
  if (typeof value === 'object') return value.kind === 'map' || value.kind === 'dict' ? 'map' : 'slice';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? (Number.isInteger(value) ? 'int' : 'float64') : 'string';
}

function isKind([kind, value]: readonly Value[]): Value {
  const actual = kindOf(value);
  if (actual === undefined) return UNKNOWN;
  return textForm(kind) === actual || (actual === 'int' && textForm(kind) === 'float64');
}

function semverHolds([range, version]: readonly Value[]): Value {
  const [wanted, given] = [textForm(range), textForm(version)];
  const parsed = isWhole(given) && given.length < 200 ? coerce(given, { includePrerelease: true }) : null;
  return parsed === null || !isWhole(wanted) || wanted.length > 200 ? UNKNOWN : satisfies(parsed, wanted, { includePrerelease: true });
}

/** The functions that need nothing but their arguments. */
const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>(
  Object.entries({
    ...TEXT_FUNCTIONS,
    default: defaultOf,
    required: args => args.at(-1),
    empty: ([value]) => claim(truth(value) === undefined ? undefined : truth(value) === false),
    coalesce: args => args.find(arg => truth(arg) === true) ?? (args.every(arg => truth(arg) === false) ? undefined : UNKNOWN),
    ternary: args => {
      const holds = truth(args.at(-1));
      return holds === undefined ? eitherOf(args.slice(0, 2)) : holds ? args[0] : args[1];
    },
    and: args => settle(args, false),
    or: args => settle(args, true),
    not: ([value]) => claim(truth(value) === undefined ? undefined : truth(value) === false),
    eq: equalsAny,
    ne: ([a, b]) => claim(same(a, b) === undefined ? undefined : same(a, b) === false),
    lt: compared(order => order < 0),
    le: compared(order => order <= 0),
    gt: compared(order => order > 0),
    ge: compared(order => order >= 0),
    add: calculated(0, (total, next) => total + next),
    add1: calculated(1, (total, next) => total + next),
    mul: calculated(1, (total, next) => total * next),
    sub: ([a, b]) => calculated(numberForm(a) ?? 0, (total, next) => total - next)([b]),
    int: ([value]) => Math.trunc(numberForm(value) ?? NaN) || (value === UNKNOWN ? UNKNOWN : 0),
    int64: ([value]) => Math.trunc(numberForm(value) ?? NaN) || (value === UNKNOWN ? UNKNOWN : 0),
    float64: ([value]) => (value === UNKNOWN ? UNKNOWN : (numberForm(value) ?? 0)),
    len: ([value]) => sizeOf(value) ?? UNKNOWN,
    list: args => ({ kind: 'list', items: args }),
    tuple: args => ({ kind: 'list', items: args }),
    dict: dictOf,
    index: indexInto,
    dig,
    get: ([subject, key]) => indexInto([subject, key]),
    hasKey: ([subject, key]) => claim(hasField(subject, textForm(key))),
    has: includes,
    first: args => listItem(args, items => items[0]),
    last: args => listItem(args, items => items.at(-1)),
    rest: args => listItem(args, items => ({ kind: 'list', items: items.slice(1) })),
    uniq: args => args.at(-1),
    join: ([separator, list]) => listItem([list], items => items.slice(0, 1_000).map(textForm).join(textForm(separator)).slice(0, 65_536)),
    splitList: ([separator, text]) => {
      const items = split(separator, text);
      return items === undefined ? UNKNOWN : { kind: 'list', items };
    },
    split: ([separator, text]) => {
      const items = split(separator, text);
      return items === undefined ? UNKNOWN : { ...EMPTY_DICT, entries: new Map(items.map((item, i) => [`_${String(i)}`, item])) };
    },
    kindOf: ([value]) => kindOf(value) ?? UNKNOWN,
    kindIs: isKind,
    typeIs: isKind,
    semverCompare: semverHolds,
  } satisfies Record<string, TemplateFunction>),
);

/** Calls a function of Go templates, sprig or Helm; what is not known here answers `UNKNOWN`. */
export function callGo(name: string, args: readonly Value[]): Value {
  return FUNCTIONS.get(name)?.(args) ?? (FUNCTIONS.has(name) ? undefined : UNKNOWN);
}

// The JSON Schema of rule files, made from the same tables that compile them.
import type { FactKind } from '../model/fact.ts';
import { predicates } from './predicates/index.ts';

const agentFields = ['agent', 'agentSupport', 'agentLevel', 'agentTitle', 'agentSince', 'agentUses', 'agentChange'];

/** The fields of each kind of fact that rules may test; the compiler checks that none is missing here. */
export const factFields: { readonly [K in FactKind]: readonly string[] } = {
  hostPath: ['path', 'type', 'volume', 'source', 'mounts', 'mountPaths', 'subPath', 'reaches', 'template', ...agentFields],
  volume: ['volume', 'source', 'mounts', 'mountPaths', 'reference'],
  env: ['name', 'value', 'container', 'backing'],
  image: ['image', 'repository', 'tag', 'digest', 'pullPolicy', 'container', ...agentFields],
  command: ['program', 'subcommand', 'line', 'args', 'wrappers', 'role', 'container'],
  flag: ['program', 'name', 'value', 'container', 'backing'],
  setting: ['dialect', 'key', 'name', 'value', 'file'],
  annotation: ['key', 'value'],
  label: ['key', 'value', 'use'],
  policyPath: ['path', 'policy', 'kind'],
  query: ['text', 'name', 'use', 'term', 'value', 'metric', 'matchers'],
  package: ['package', 'manager', 'state', 'version', 'for'],
  service: ['service', 'action', 'role'],
  resource: ['apiVersion', 'kind', 'name', 'namespace'],
  node: [
    'node',
    'runtime',
    'runtimeVersion',
    'kubeletVersion',
    'osImage',
    'kernelVersion',
    'role',
    'criSocket',
    'managedBy',
    'pool',
    'conditions',
    'localImages',
  ],
  logSource: ['agent', 'plugin', 'part', 'value', 'format', 'paths', 'variable', 'templated'],
  text: ['text', 'name'],
};

const LEVELS = ['error', 'warning', 'note'];
const EFFECTS = [
  'pod-does-not-start',
  'crashes',
  'runs-but-fails',
  'behaves-differently',
  'data-lost',
  'node-not-ready',
  'component-refuses-to-start',
  'none-yet',
];
const RUNTIMES = ['containerd', 'cri-o', 'cri-dockerd'];

const text = { type: 'string', minLength: 1 };
const runtimeTexts = {
  type: 'object',
  properties: Object.fromEntries(RUNTIMES.map(name => [name, text])),
  additionalProperties: false,
  required: ['containerd'],
};
const partialRuntimeTexts = { type: 'object', properties: Object.fromEntries(RUNTIMES.map(name => [name, text])), additionalProperties: false };

function whereOf(kind: FactKind): object {
  const nested = { $ref: `#/$defs/where-${kind}` };
  const lists = { anyOf: [nested, { type: 'array', items: nested, minItems: 1 }] };
  const fields = Object.fromEntries(factFields[kind].map(field => [field, { $ref: '#/$defs/predicate' }]));
  return {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: { ...fields, any: lists, all: lists, not: nested, guarded: { type: 'boolean' } },
  };
}

function companion(): object {
  return {
    oneOf: factKinds.map(kind => ({
      type: 'object',
      additionalProperties: false,
      required: ['fact'],
      properties: { fact: { const: kind }, where: { $ref: `#/$defs/where-${kind}` }, in: { enum: ['group', 'scope', 'bundle', 'scan'] } },
    })),
  };
}

const factKinds = Object.keys(factFields) as FactKind[];
const companions = { type: 'array', items: { $ref: '#/$defs/companion' }, minItems: 1 };
const dialects = { type: 'array', items: text, minItems: 1 };

function triggerOf(kind: FactKind): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['on'],
    properties: { on: { const: kind }, dialects, where: { $ref: `#/$defs/where-${kind}` }, with: companions, without: companions },
  };
}

const anyWhere = { type: 'object', minProperties: 1 };

/** What a rule file may hold; the facts of the short form decide further down which fields its tests may name. */
const ruleProperties = {
  id: { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' },
  title: text,
  category: { type: 'string', pattern: '^[a-z][a-z-]*$' },
  precision: { enum: ['high', 'medium', 'low'] },
  signals: { type: 'array', items: text },
  on: { enum: factKinds },
  dialects,
  where: anyWhere,
  with: companions,
  without: companions,
  matches: { type: 'array', items: { $ref: '#/$defs/trigger' }, minItems: 1 },
  needs: { type: 'array', items: { type: 'string', minLength: 3, pattern: '^[ -~]+$' }, minItems: 1 },
  once: { enum: ['group', 'scope', 'file', 'scan'] },
  onceFor: text,
  aggregate: {
    type: 'object',
    additionalProperties: false,
    required: ['distinct'],
    properties: { distinct: text, atLeast: { type: 'integer', minimum: 1 }, atMost: { type: 'integer', minimum: 1 } },
  },
  cases: { type: 'array', items: { $ref: '#/$defs/case' }, minItems: 1 },
  message: text,
  why: text,
  fix: { anyOf: [text, runtimeTexts] },
  example: { type: 'object', additionalProperties: false, required: ['bad', 'good'], properties: { bad: text, good: text, language: text } },
  references: { type: 'array', items: { type: 'string', pattern: '^https://' }, minItems: 1 },
  added: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
  tags: { type: 'array', items: text, maxItems: 6 },
};

const caseOfRule = {
  type: 'object',
  additionalProperties: false,
  required: ['level'],
  properties: {
    to: { anyOf: [{ enum: RUNTIMES }, { type: 'array', items: { enum: RUNTIMES }, minItems: 1 }] },
    kubernetes: text,
    where: anyWhere,
    with: companions,
    without: companions,
    level: { enum: [...LEVELS, 'none'] },
    effect: { enum: EFFECTS },
    when: text,
    message: text,
    fix: { anyOf: [text, partialRuntimeTexts] },
  },
};

function predicate(): object {
  const words = [...predicates.values()].map(({ word, summary, schema }) => [word, { description: summary, ...schema }] as const);
  const properties = { ...Object.fromEntries(words), not: { $ref: '#/$defs/predicate' } };
  return { anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'object', minProperties: 1, additionalProperties: false, properties }] };
}

/** The schema (draft 2020-12) that `schema/rule.schema.json` publishes. */
export function ruleSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://github.com/unshim/unshim/blob/main/schema/rule.schema.json',
    title: 'unshim rule',
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title', 'category', 'precision', 'cases', 'message', 'why', 'fix', 'references', 'added'],
    properties: ruleProperties,
    dependentRequired: { onceFor: ['once'] },
    allOf: factKinds.map(kind => ({
      if: { properties: { on: { const: kind } }, required: ['on'] },
      then: { properties: { where: { $ref: `#/$defs/where-${kind}` } } },
    })),
    $defs: {
      predicate: predicate(),
      companion: companion(),
      trigger: { oneOf: factKinds.map(triggerOf) },
      case: caseOfRule,
      ...Object.fromEntries(factKinds.map(kind => [`where-${kind}`, whereOf(kind)])),
    },
  };
}

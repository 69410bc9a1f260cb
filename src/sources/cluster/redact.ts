// Leaves out of live objects what no rule needs and what may be nobody else's business: values of variables and ConfigMaps, annotations.
import type { Filter } from '../../model/filter.ts';
import { list, mapping, text, type Json } from './api-object.ts';

/** An object whose environment values, ConfigMap values and annotations stay only where some rule may ask for them. */
export function redacted(object: Json, filter: Filter): Json {
  const isNeeded = (key: string, value: string): boolean => filter.mayMatter(`${key}=${value}`);
  const visited = visit(object, isNeeded);
  const redactedObject = mapping(visited);
  if (redactedObject['kind'] !== 'ConfigMap') return redactedObject;
  return { ...redactedObject, ...valuesOf(redactedObject, 'data', isNeeded), ...valuesOf(redactedObject, 'binaryData', isNeeded) };
}

type IsNeeded = (key: string, value: string) => boolean;

function valuesOf(object: Json, field: string, isNeeded: IsNeeded): Json {
  if (object[field] === undefined) return {};
  const values = Object.entries(mapping(object[field])).map(([key, value]) => {
    const plain = text(value) ?? '';
    const read = field === 'binaryData' ? Buffer.from(plain, 'base64').toString('utf8') : plain;
    // What is packed cannot be told, so it stays.
    const isPacked = field === 'binaryData' && read.startsWith('\u001f');
    return [key, isPacked || isNeeded(key, read) ? plain : ''] as const;
  });
  return { [field]: Object.fromEntries(values) };
}

function visit(value: unknown, isNeeded: IsNeeded): unknown {
  if (Array.isArray(value)) return list(value).map(item => visit(item, isNeeded));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      if (key === 'annotations') return [key, annotations(mapping(inner), isNeeded)];
      if (key === 'env' && Array.isArray(inner)) return [key, list(inner).map(item => variable(mapping(item), isNeeded))];
      return [key, visit(inner, isNeeded)];
    }),
  );
}

function annotations(all: Json, isNeeded: IsNeeded): Json {
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => isNeeded(key, text(value) ?? '')));
}

function variable(env: Json, isNeeded: IsNeeded): Json {
  const { value, ...rest } = env;
  return value === undefined || isNeeded(text(env['name']) ?? '', text(value) ?? '') ? env : rest;
}

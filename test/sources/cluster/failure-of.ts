// What a request that must fail failed with.
import { expect } from 'vitest';
import { ApiError } from '../../../src/sources/cluster/api-error.ts';

export async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

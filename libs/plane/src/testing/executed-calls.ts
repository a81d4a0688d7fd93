/** Which operations a test called with success through the SDK: what the executed column of docs/coverage.md rests on. */
import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<Set<string>>();

/** Notes one successful call, e.g. `sagemaker:CreateModel`, for the test that runs. */
export const recordCall = (operation: string): void => {
  current.getStore()?.add(operation);
};

/**
 * Runs a test's body and fails unless every one of `operations` was called in it with success.
 * @throws Error naming the operations that were not
 */
export const whileRecording = async (operations: readonly string[], body: () => Promise<void>): Promise<void> => {
  const calls = new Set<string>();
  await current.run(calls, body);
  const missing = operations.filter((operation) => !calls.has(operation));
  if (missing.length > 0) {
    throw new Error(
      `declared as executed, but never called with success through the SDK: ${missing.join(', ')} (called: ${[...calls].join(', ') || 'nothing'})`,
    );
  }
};

/** One plane for a spec file, and tests that prove an operation executed. */
import { afterAll, beforeAll, it } from 'vitest';
import { whileRecording } from './executed-calls.ts';
import { testPlane, type TestPlane, type TestPlaneOptions } from './test-plane.ts';

/** `<service>:<Operation>`, the service as its model names it: `s3`, `sagemaker`, `sagemaker-runtime`, `sts`, `logs`. */
export type OperationName = `${string}:${string}`;

export interface SuitePlane extends Omit<TestPlane, 'close'> {
  /**
   * A test that passes only when, besides its expectations, both operations were called with success through the SDK:
   * the one under test, and another by which its effect was seen. `docs/coverage.md` is made of these declarations, so
   * they are written out: `executes('sagemaker:CreateModel', { seenBy: 'sagemaker:DescribeModel' }, async () => …)`.
   */
  executes(
    operation: OperationName,
    by: { readonly seenBy: OperationName; readonly title?: string; readonly timeout?: number },
    test: (plane: TestPlane) => Promise<void>,
  ): void;
}

/** Starts a plane before the tests of the file (or the `describe`) that calls it, and closes it after them. */
export const withPlane = (options: TestPlaneOptions = {}): SuitePlane => {
  let running: TestPlane | undefined;
  const plane = (): TestPlane => {
    if (!running) throw new Error('the plane runs only while tests do: use it inside a test');
    return running;
  };
  beforeAll(async () => {
    running = await testPlane(options);
  });
  afterAll(async () => {
    await running?.close();
  });
  return {
    get plane() {
      return plane().plane;
    },
    get url() {
      return plane().url;
    },
    get dir() {
      return plane().dir;
    },
    get clock() {
      return plane().clock;
    },
    get accounts() {
      return plane().accounts;
    },
    clients: (...args) => plane().clients(...args),
    clientsAs: (...args) => plane().clientsAs(...args),
    restart: (end) => plane().restart(end),
    executes: (operation, { seenBy, title, timeout }, test) => {
      if (operation === seenBy) throw new Error(`${operation}: an effect must be seen by another operation`);
      it(
        title ?? `executes ${operation}, seen by ${seenBy}`,
        () => whileRecording([operation, seenBy], () => test(plane())),
        timeout,
      );
    },
  };
};

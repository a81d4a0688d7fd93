/** Runs one event on a version: finds it a place and an environment, tells its log and metrics, and gives the answer. */
import type { Environment, EnvironmentExit, InitResult, InvokeResult } from './environment.ts';
import { tooManyRequests, type Concurrency } from './concurrency.ts';
import { FleetFull, type EnvironmentFleet } from './environment-fleet.ts';
import { endLine, initReportLine, logTail, reportLine, startLine } from './invocation-log.ts';
import type { LogDelivery } from './log-delivery.ts';
import type { MetricDelivery } from './metric-delivery.ts';
import { functionKey, type RunnableVersion } from './runnable-version.ts';

/** Bytes of an event or an answer of RequestResponse, as AWS counts them. */
export const PAYLOAD_BYTES = 6_291_556;

export interface InvocationRequest {
  readonly id: string;
  readonly run: RunnableVersion;
  /** The alias or version that the caller named. */
  readonly qualifier?: string;
  /** As the caller named it. */
  readonly invokedArn: string;
  readonly payload: Uint8Array;
  readonly clientContext?: unknown;
  /** The function's own share of the account's concurrency, and what the others share. */
  readonly reserved?: number;
  readonly unreserved: number;
}

export interface InvocationAnswer {
  readonly payload: Uint8Array;
  /** The function failed, and `payload` says how. */
  readonly failed: boolean;
  /** The last 4 KB of its log, in base64. */
  readonly tail: () => string;
}

export interface InvocationParts {
  readonly fleet: EnvironmentFleet;
  readonly concurrency: Concurrency;
  readonly logs: LogDelivery;
  readonly metrics: MetricDelivery;
  /** Lines that an environment prints while it serves an event. */
  readonly listeners: Map<Environment, (lines: readonly string[]) => void>;
}

const errorPayload = (errorType: string, errorMessage: string): Buffer =>
  Buffer.from(JSON.stringify({ errorType, errorMessage }));

const SIGNALS: Readonly<Record<number, string>> = {
  6: 'aborted',
  9: 'killed',
  11: 'segmentation fault',
  15: 'terminated',
};

/** @source unverified - the texts, from reports of Lambda's logs */
const exitOf = (
  id: string,
  { code, outOfMemory }: EnvironmentExit,
): { payload: Buffer; line: string; type: string } => {
  const signal = SIGNALS[code - 128];
  const why =
    code === 0 || code < 0
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: ${signal === undefined ? `exit status ${code}` : `signal: ${signal}`}`;
  const type = outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
  const message = `RequestId: ${id} Error: ${why}`;
  return { payload: errorPayload(type, message), line: `${message}\n${type}\n`, type };
};

type Ending = { readonly payload: Uint8Array; readonly failed: boolean; readonly status?: string };

export const runInvocation = async (request: InvocationRequest, parts: InvocationParts): Promise<InvocationAnswer> => {
  const { id, run } = request;
  const { fleet, concurrency, logs, metrics } = parts;
  const measured = {
    ...{ accountId: run.accountId, region: run.region, functionName: run.functionName },
    ...(request.qualifier !== undefined && { qualifier: request.qualifier, executedVersion: run.version }),
  };
  const pool = fleet.pool(run);
  const provisioned = pool.provisionedIdle > 0;
  let place;
  try {
    place = concurrency.enter(
      {
        functionKey: functionKey(run),
        accountKey: `${run.accountId}/${run.region}`,
        ...(request.reserved !== undefined && { reserved: request.reserved }),
        unreserved: request.unreserved,
        provisioned,
        environments: pool.size,
      },
      fleet.now(),
    );
  } catch (error) {
    metrics.add(measured, { Throttles: 1 });
    throw error;
  }
  const running = concurrency.running(functionKey(run));
  let environment: Environment | undefined;
  try {
    const first = await pool.acquire();
    const log = logTail();
    environment = first.environment;
    const print = (...more: string[]): void => {
      log.add(more);
      logs.add(environment!, more);
    };
    const listen = (to: Environment): void => void parts.listeners.set(to, log.add);
    listen(environment);
    let initMs = 'initMs' in first ? first.initMs : undefined;
    let ending: Ending | undefined;
    const deadline = performance.now() + run.timeoutSeconds * 1000;
    let began = performance.now();
    if ('failed' in first) {
      // AWS loads the handler once more, under the event's own time.
      print(initReportLine(first.failed.milliseconds, 'init', first.failed.type === 'timeout' ? 'timeout' : 'error'));
      const again = await fleet.startFor(run, run.timeoutSeconds * 1000);
      parts.listeners.delete(environment);
      environment = again.environment;
      listen(environment);
      print(startLine(id, run.version));
      if (again.result.type === 'ready') {
        initMs = undefined;
        pool.adopt(environment);
      } else ending = initEnding(id, run, again.result, print);
    } else print(startLine(id, run.version));
    if (!ending) {
      const left = Math.max(1, deadline - performance.now());
      const isRetry = 'failed' in first;
      if (!isRetry) began = performance.now();
      const head = {
        ...{
          id,
          deadline: Date.now() + Math.round(isRetry ? left : run.timeoutSeconds * 1000),
          arn: request.invokedArn,
        },
        ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
      };
      const result = await environment.invoke(head, request.payload, isRetry ? left : run.timeoutSeconds * 1000);
      ending = endingOf(id, run, result, print);
    }
    const durationMs = performance.now() - began;
    print(
      endLine(id),
      reportLine(id, {
        ...{ durationMs, memoryMb: run.memoryMb, memoryUsedMb: environment.memoryUsed },
        ...(initMs !== undefined && { initMs }),
        ...(ending.status !== undefined && { status: ending.status }),
      }),
    );
    pool.release(environment);
    metrics.add(measured, {
      ...{ Invocations: 1, Errors: ending.failed ? 1 : 0, Duration: Math.round(durationMs * 100) / 100 },
      ConcurrentExecutions: running,
      ...(provisioned && { ProvisionedConcurrencyInvocations: 1 }),
      ...(!provisioned && pool.provisioned > 0 && { ProvisionedConcurrencySpilloverInvocations: 1 }),
    });
    return { payload: ending.payload, failed: ending.failed, tail: log.text };
  } catch (error) {
    if (!(error instanceof FleetFull)) throw error;
    metrics.add(measured, { Throttles: 1 });
    throw tooManyRequests('ConcurrentInvocationLimitExceeded', `Rate Exceeded: ${error.message}.`);
  } finally {
    if (environment) parts.listeners.delete(environment);
    place.leave();
  }
};

type Print = (...lines: string[]) => void;

const timedOut = (id: string, run: RunnableVersion, print: Print): Ending => {
  const text = `Task timed out after ${run.timeoutSeconds.toFixed(2)} seconds`;
  print(`${new Date().toISOString()} ${id} ${text}\n\n`);
  return {
    payload: errorPayload('Sandbox.Timedout', `RequestId: ${id} Error: ${text}`),
    failed: true,
    status: 'timeout',
  };
};

const exited = (id: string, exit: EnvironmentExit, print: Print): Ending => {
  const { payload, line, type } = exitOf(id, exit);
  print(line);
  return { payload, failed: true, status: `error\tError Type: ${type}` };
};

const initEnding = (
  id: string,
  run: RunnableVersion,
  result: Exclude<InitResult, { type: 'ready' }>,
  print: Print,
): Ending => {
  print(initReportLine(result.milliseconds, 'invoke', result.type === 'timeout' ? 'timeout' : 'error'));
  if (result.type === 'timeout') return timedOut(id, run, print);
  if (result.type === 'exit') return exited(id, result.exit, print);
  return { payload: result.payload, failed: true, status: 'error' };
};

const endingOf = (id: string, run: RunnableVersion, result: InvokeResult, print: Print): Ending => {
  if (result.type === 'timeout') return timedOut(id, run, print);
  if (result.type === 'exit') return exited(id, result.exit, print);
  if (result.payload.length > PAYLOAD_BYTES) {
    const message = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`;
    return { payload: errorPayload('Function.ResponseSizeTooLarge', message), failed: true };
  }
  return { payload: result.payload, failed: result.type === 'error' };
};

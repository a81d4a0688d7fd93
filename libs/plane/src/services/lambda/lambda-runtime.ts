/** What runs functions in a plane: made when the plane starts, ended with it. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaneServices } from '../../service.ts';
import { codeFolder } from './code/code-files.ts';
import { BOOTSTRAP } from './environments/bootstrap.ts';
import { Concurrency } from './environments/concurrency.ts';
import { EnvironmentListener } from './environments/environment-listener.ts';
import { EnvironmentFleet, endOrphans } from './environments/environment-fleet.ts';
import type { InvocationParts } from './environments/invocation.ts';
import { LogDelivery } from './environments/log-delivery.ts';
import { MemoryWatch } from './environments/memory-watch.ts';
import { MetricDelivery } from './environments/metric-delivery.ts';

const runtimes = new WeakMap<PlaneServices, InvocationParts>();

/** Only while the plane runs. */
export const lambdaRuntime = (plane: PlaneServices): InvocationParts => {
  const runtime = runtimes.get(plane);
  if (!runtime) throw new Error('the plane runs no functions');
  return runtime;
};

/** A folder per text of the bootstrap, which environments of an older plane may still read. */
const writeBootstrap = (dir: string): string => {
  const folder = join(dir, 'lambda', 'runtime', createHash('sha256').update(BOOTSTRAP).digest('hex').slice(0, 16));
  mkdirSync(folder, { recursive: true });
  const whole = join(folder, `.index.${process.pid}`);
  writeFileSync(whole, BOOTSTRAP);
  renameSync(whole, join(folder, 'index.mjs'));
  return folder;
};

export const startLambdaRuntime = (plane: PlaneServices): (() => Promise<void>) => {
  const listener = new EnvironmentListener();
  const logs = new LogDelivery(plane);
  const metrics = new MetricDelivery(plane);
  const listeners: InvocationParts['listeners'] = new Map();
  const fleet = new EnvironmentFleet(
    {
      ...{ plane, listener, memory: new MemoryWatch(), runtimeFolder: writeBootstrap(plane.dir) },
      codeFolder: (code) => codeFolder(plane.dir, code),
    },
    (environment, lines) => {
      logs.addPrinted(environment, lines);
      listeners.get(environment)?.(lines);
    },
  );
  runtimes.set(plane, { fleet, logs, metrics, listeners, concurrency: new Concurrency() });
  const cleaned = endOrphans(plane);
  cleaned.catch(() => undefined);
  return async () => {
    await cleaned;
    await fleet.close();
    await listener.close();
    await Promise.all([logs.flush(), metrics.flush()]);
    runtimes.delete(plane);
  };
};

/** The process of a detached plane: told what to serve by its first argument, it reports over IPC whether it does. */
import { join } from 'node:path';
import { reportError } from '@gradus/core';
import { rotatingLog } from './plane/rotating-log.ts';
import { servePlane, type ServePlaneOptions } from './plane/serve-plane.ts';

const options = JSON.parse(process.argv[2]!) as ServePlaneOptions;
const log = rotatingLog(join(options.workspaceRoot, '.gradus', 'plane.log'));

/** The starter may be gone by now; then nobody needs to be told. */
const tell = (message: object): Promise<void> =>
  new Promise((resolve) => {
    if (process.send && process.connected) process.send(message, () => resolve());
    else resolve();
  });

process.on('uncaughtException', (error) => {
  log.error({ error: error.stack ?? error.message }, 'the plane ends: a fault that nothing caught');
  process.exit(70);
});

try {
  const plane = await servePlane(options);
  log.info({ pid: plane.pid, url: plane.url }, 'the plane answers');
  const end = (signal: string): void => {
    log.info({ signal }, 'the plane ends');
    void plane.close({ stopContainers: true });
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  await tell({ url: plane.url, port: plane.port, pid: plane.pid });
  if (process.connected) process.disconnect();
  await plane.closed;
  process.exit(0);
} catch (error) {
  log.error({ error: error instanceof Error ? error.stack : String(error) }, 'the plane did not start');
  await tell({ error: reportError(error) });
  process.exit(1);
}

/** Ends the plane of a workspace and waits until its process is gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { callControl } from './control-client.ts';
import type { RunningPlane } from './find-plane.ts';

const TIMEOUT_MS = 30_000;
const POLL_MS = 25;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** @throws GradusError PLANE_UNRESPONSIVE when it does not answer, or has not ended in time */
export const stopPlane = async (workspaceRoot: string, { url, pid }: RunningPlane): Promise<void> => {
  await callControl(workspaceRoot, url, 'Shutdown');
  const deadline = performance.now() + TIMEOUT_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline) {
      throw errors.make('PLANE_UNRESPONSIVE', `the plane (pid ${pid}) has not ended after ${TIMEOUT_MS / 1000} s`, {
        remedy: `End it by force, nothing acknowledged is lost: kill -9 ${pid}`,
      });
    }
    await sleep(POLL_MS);
  }
};

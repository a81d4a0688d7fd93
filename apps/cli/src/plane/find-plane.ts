/** Finds the plane that runs on a workspace: the hint file names a process and a port, and its health answer proves it. */
import { join } from 'node:path';
import { HEALTH_PATH, readHint } from '@gradus/plane';

export interface RunningPlane {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
}

const TIMEOUT_MS = 2000;

export const planeFolder = (workspaceRoot: string): string => join(workspaceRoot, '.gradus');

/** The plane of a workspace, or undefined: no hint, a stale one, or a port that another program answers by now. */
export const findPlane = async (workspaceRoot: string): Promise<RunningPlane | undefined> => {
  const hint = readHint(planeFolder(workspaceRoot));
  if (!hint) return undefined;
  const url = `http://127.0.0.1:${hint.port}`;
  const health = await fetch(url + HEALTH_PATH, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then((answer) => answer.json())
    .catch(() => undefined);
  const answers = typeof health === 'object' && health !== null && 'pid' in health && health.pid === hint.pid;
  return answers ? { url, port: hint.port, pid: hint.pid } : undefined;
};

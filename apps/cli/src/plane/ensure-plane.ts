/** Makes sure that a plane runs on the workspace: the one that does, or a new one in a process of its own. */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GradusConfig } from '@gradus/aws';
import { GradusError, type ErrorReport } from '@gradus/core';
import { DEFAULT_PORT, readHint, type Account } from '@gradus/plane';
import { errors } from '../errors.ts';
import { readKey } from './credentials.ts';
import { findPlane, planeFolder, type RunningPlane } from './find-plane.ts';
import type { ServePlaneOptions } from './serve-plane.ts';

export interface EnsurePlaneOptions {
  readonly workspaceRoot: string;
  readonly config: GradusConfig;
  readonly port?: number;
  /** Told in one line that the plane was started, and where. */
  readonly note: (text: string) => void;
}

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 25;

const FIRST_UNPRIVILEGED = 1024;

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port < 65_536;

/**
 * The port that `--port` gives; without it that of a plane which did not end in order, since its containers and callers know it.
 * @throws GradusError USAGE_OPTION
 */
export const wantedPort = (text: string | undefined, workspaceRoot: string): number => {
  if (text === undefined) {
    const last = readHint(planeFolder(workspaceRoot))?.port;
    return last !== undefined && isPort(last) && last >= FIRST_UNPRIVILEGED ? last : DEFAULT_PORT;
  }
  if (isPort(Number(text))) return Number(text);
  const allowed = ['0 to 65535; 0 is any free one'];
  throw errors.make('USAGE_OPTION', `"${text}" is not a port`, { got: text, allowed });
};

/** The accounts that the environments on the plane ask for, each with its profile. */
const hostedAccounts = (config: GradusConfig): Account[] =>
  Object.entries(config.environments).flatMap(([profile, { plane, account }]) =>
    plane ? { accountId: account, profile } : [],
  );

export const planeOptions = ({ workspaceRoot, config, port }: Omit<EnsurePlaneOptions, 'note'>): ServePlaneOptions => ({
  workspaceRoot,
  port: port ?? wantedPort(undefined, workspaceRoot),
  accounts: hostedAccounts(config),
});

/**
 * The plane of the workspace; started detached when none runs.
 * @throws GradusError PLANE_START_FAILED, PLANE_UNRESPONSIVE, PLANE_OUTDATED
 */
export const ensurePlane = async (
  options: EnsurePlaneOptions,
): Promise<RunningPlane & { readonly started: boolean }> => {
  const wanted = options.port ?? wantedPort(undefined, options.workspaceRoot);
  const running = await findPlane(options.workspaceRoot);
  const plane = running ? { ...running, started: false } : await startDetached({ ...options, port: wanted });
  const credentials = join(planeFolder(options.workspaceRoot), 'credentials');
  for (const { profile } of hostedAccounts(options.config)) await readKey(credentials, profile);
  const other = plane.port === wanted ? '' : ` (port ${wanted} is taken)`;
  if (plane.started) options.note(`started the plane at ${plane.url}${other}; gradus down ends it`);
  return plane;
};

type Report = RunningPlane | { readonly error: ErrorReport };

const startDetached = async (options: EnsurePlaneOptions): Promise<RunningPlane & { readonly started: boolean }> => {
  const report = await spawnPlane(planeOptions(options));
  if (!('error' in report)) return { ...report, started: true };
  // Another command started one at the same time and won.
  if (report.error.code === 'PLANE_RUNNING')
    return { ...(await awaitOther(options.workspaceRoot, report.error)), started: false };
  throw errors.make('PLANE_START_FAILED', `the plane did not start: ${report.error.message}`, {
    remedy: report.error.remedy ?? 'See .gradus/plane.log.',
    cause: new GradusError(report.error),
  });
};

const spawnPlane = (options: ServePlaneOptions): Promise<Report> => {
  const folder = planeFolder(options.workspaceRoot);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openSync(join(folder, 'plane.log'), 'a', 0o600);
  // Its own session and no terminal: closing this one does not end it.
  const child = fork(join(import.meta.dirname, 'plane-process.mjs'), [JSON.stringify(options)], {
    cwd: options.workspaceRoot,
    detached: true,
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return new Promise((resolve) => {
    const fail = (message: string): void => {
      const remedy = 'See .gradus/plane.log.';
      resolve({ error: { code: 'PLANE_START_FAILED', message, remedy } });
    };
    const deadline = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`no answer after ${START_TIMEOUT_MS / 1000} s`);
    }, START_TIMEOUT_MS);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) => fail(`its process ended with ${signal ?? code}`));
    child.on('message', (report) => {
      clearTimeout(deadline);
      if (child.connected) child.disconnect();
      child.unref();
      resolve(report as Report);
    });
  });
};

const awaitOther = async (workspaceRoot: string, report: ErrorReport): Promise<RunningPlane> => {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const plane = await findPlane(workspaceRoot);
    if (plane) return plane;
    await sleep(POLL_MS);
  }
  throw errors.make('PLANE_UNRESPONSIVE', `${report.message}, and does not answer`, {
    remedy: 'End it by force, nothing acknowledged is lost: kill -9 <its pid>',
  });
};

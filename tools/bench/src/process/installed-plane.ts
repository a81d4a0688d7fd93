/** Starts the plane's process of the installed command, as `gradus up` does. */
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_ACCOUNT } from '@gradus/plane';
import { readKey, type Key } from '../load/requests.ts';

export interface InstalledPlane {
  readonly pid: number;
  readonly port: number;
  readonly key: Key;
  end(): Promise<void>;
}

type Report = { readonly port: number } | { readonly error: { readonly message: string } };

export const startInstalledPlane = async (workspace: string, workspaceRoot: string): Promise<InstalledPlane> => {
  const dir = join(workspaceRoot, '.gradus');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const options = { workspaceRoot, port: 0, accounts: [LOCAL_ACCOUNT] };
  const child = fork(join(workspace, 'apps/cli/dist/plane-process.mjs'), [JSON.stringify(options)], {
    cwd: workspaceRoot,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const report = await new Promise<Report>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Report));
    child.once('exit', (code) => reject(new Error(`the plane ended with ${code}`)));
  });
  if ('error' in report) throw new Error(report.error.message);
  return {
    pid: child.pid!,
    port: report.port,
    key: readKey(dir),
    end: async () => {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', kill);
    },
  };
};

/** What containers need of this machine's Python: the folders that they read, and the socket that makes environments for them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  ENVIRONMENTS_VARIABLE,
  findPython,
  pythonEnvironments,
  serveEnvironments,
  type EnvironmentServer,
} from '@gradus/python';

export interface PythonRuntime {
  readonly env: Readonly<Record<string, string>>;
  readonly readOnly: readonly string[];
  close(): Promise<void>;
}

/** Systems keep their own Python where containers see it anyway. */
const SEEN = /^\/usr(?:\/|$)/;

/**
 * Starts the server. Without a Python it serves too: what asks is told so, with the remedy.
 * @param workspaceRoot its plane has a socket of its own, the same one when it is started again
 */
export const startPythonRuntime = async (workspaceRoot: string): Promise<PythonRuntime> => {
  const environments = pythonEnvironments();
  const name = createHash('sha256').update(workspaceRoot).digest('hex').slice(0, 12);
  const socket = join(environments.folder, 'planes', `${name}.sock`);
  const [server, python] = await Promise.all([
    serveEnvironments(environments, socket),
    findPython().catch(() => undefined),
  ]);
  return describe(server, environments.folder, python?.prefix);
};

const describe = (server: EnvironmentServer, folder: string, prefix: string | undefined): PythonRuntime => ({
  env: { [ENVIRONMENTS_VARIABLE]: server.socket },
  readOnly: [folder, ...(prefix === undefined || SEEN.test(prefix) ? [] : [prefix])],
  close: () => server.close(),
});

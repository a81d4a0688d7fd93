/** The Python environment of a program inside a container: asked of the plane, or made here where there is none (on AWS). */
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration, GradusError, type ErrorReport } from '@gradus/core';
import { pythonEnvironments, type PythonEnvironment } from './environments.ts';
import { errors } from './errors.ts';
import { parseRequirements, withGiven } from './requirements.ts';

/** The socket of `serveEnvironments`, as the plane tells its containers. */
export const ENVIRONMENTS_VARIABLE = 'GRADUS_PYTHON_ENVIRONMENTS';
/** What an image brings: requirements, a line each. The program's own go before them. */
export const PACKAGES_VARIABLE = 'GRADUS_PYTHON_PACKAGES';

/** A plane that is started again meanwhile is not noticed. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 250;

const ask = (socket: string, requirements: readonly string[], signal?: AbortSignal): Promise<PythonEnvironment> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket, path: '/', method: 'POST', ...(signal && { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const value = JSON.parse(Buffer.concat(chunks).toString('utf8')) as PythonEnvironment | ErrorReport;
        if ('python' in value) resolve(value);
        else reject(new GradusError(value));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(requirements));
  });

const askPatiently = async (
  socket: string,
  requirements: readonly string[],
  signal?: AbortSignal,
): Promise<PythonEnvironment> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask(socket, requirements, signal);
    } catch (error) {
      if (error instanceof GradusError || signal?.aborted) throw error;
      if (Date.now() < deadline) {
        await delay(PAUSE_MS, undefined, signal ? { signal } : {});
        continue;
      }
      throw errors.make('ENVIRONMENTS_UNREACHABLE', 'the plane does not answer, which makes Python environments', {
        got: socket,
        remedy: 'Start it (gradus up), and do it again.',
        cause: error,
      });
    }
  }
};

/**
 * The interpreter that has what the program and its image ask for.
 * @param own the program's requirements
 * @param log told in a line what is made, where it takes time
 * @throws GradusError as `PythonEnvironments.make`; ENVIRONMENTS_UNREACHABLE
 */
export const containerEnvironment = async (
  own: readonly string[],
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> => {
  const requirements = withGiven(own, parseRequirements(process.env[PACKAGES_VARIABLE] ?? ''));
  const socket = process.env[ENVIRONMENTS_VARIABLE];
  const started = Date.now();
  const { python, made } =
    socket === undefined
      ? await pythonEnvironments().make(requirements, signal)
      : await askPatiently(socket, requirements, signal);
  if (made && requirements.length > 0) {
    log(`installed ${requirements.join(', ')} in ${formatDuration(Date.now() - started)}`);
  }
  return python;
};

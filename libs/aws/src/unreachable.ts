/** Says in our words that nobody answers at an environment's endpoint, where the SDK has only a socket's error. */
import { isGradusError } from '@gradus/core';
import type { Connection } from './environment.ts';
import { errors } from './errors.ts';

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** True when `error` says that a connection could not be made or was lost, be it while a body was read. */
export const isUnreachable = (error: unknown): boolean => {
  if (isGradusError(error)) return error.code === 'AWS_UNREACHABLE';
  return (
    error instanceof Error &&
    (error.name === 'TimeoutError' || SOCKET_CODES.has((error as { code?: string }).code ?? ''))
  );
};

const unreachable = ({ endpoint }: Connection, cause: unknown): Error =>
  endpoint === undefined
    ? errors.make('AWS_UNREACHABLE', 'AWS does not answer', { remedy: 'Check the network, then do it again.', cause })
    : errors.make('AWS_UNREACHABLE', `nothing answers at ${endpoint}`, {
        remedy: 'Start the plane, then do it again: gradus up',
        cause,
      });

interface Client {
  readonly middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
}

/** Makes a client throw AWS_UNREACHABLE once its own retries have failed; every other error stays as it is. */
export const tellUnreachable = <Made extends object>(client: Made, connection: Connection): Made => {
  const middleware = (next: (args: unknown) => Promise<unknown>) => (args: unknown) =>
    next(args).catch((error: unknown) => {
      throw isUnreachable(error) ? unreachable(connection, error) : error;
    });
  (client as unknown as Client).middlewareStack.add(middleware as never, {
    step: 'initialize',
    name: 'gradusTellUnreachable',
  });
  return client;
};

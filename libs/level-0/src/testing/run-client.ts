/** Runs a verb in a process of its own, which is killed right after an answer of the spec's choice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Acknowledgement } from './acknowledgements.ts';
import type { ClientProcessOptions, ClientTold } from './client-process.ts';

export interface ClientRun {
  readonly acknowledged: readonly Acknowledgement[];
  /** The training job that its user was told of. */
  readonly job: string | undefined;
  /** False when it ended before. */
  readonly killed: boolean;
}

/** @param program the bundle of `client-process.ts` */
export const runClient = async (program: string, options: ClientProcessOptions): Promise<ClientRun> => {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    env: { PATH: process.env['PATH'], AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const acknowledged: Acknowledgement[] = [];
  let job: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as ClientTold;
    if ('job' in told) ({ job } = told);
    else acknowledged.push(told.acknowledged);
  }
  const [code, signal] = await ended;
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${options.verb} ended with ${signal ?? code}`);
  return { acknowledged, job, killed: signal === 'SIGKILL' };
};

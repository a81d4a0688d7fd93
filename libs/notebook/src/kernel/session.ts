/** Executes code on a kernel, one piece after the other, and gives each exactly the output that it made. */
import { setTimeout } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { DENO_SETUP, drain, type Drain } from './drain.ts';
import type { Kernel } from './kernel.ts';
import type { Json, KernelMessage } from './wire.ts';

/** Takes what the code publishes, while it runs and, for late output, after it. */
export type OutputSink = (message: KernelMessage) => void;

export interface Session {
  /**
   * Executes `code` and resolves with the content of its `execute_reply` once all its output has gone to `sink`.
   * @throws GradusError KERNEL_DIED, KERNEL_PROTOCOL, KERNEL_OUTPUT_LOST
   */
  execute(code: string, sink: OutputSink): Promise<Json>;
}

const MARKS_MS = 30_000;

const request = (kernel: Kernel, code: string, silent: boolean) =>
  kernel.channels.request('shell', 'execute_request', {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });

/** Output by the id of the request that it answers, as the protocol says; late output finds its cell too. */
const sessionByParent = (kernel: Kernel): Session => {
  const sinks = new Map<string, { sink: OutputSink; idle: () => void }>();
  kernel.listen((message) => {
    const target = sinks.get(message.parentId ?? '');
    if (message.type === 'status' && message.content['execution_state'] === 'idle') target?.idle();
    else target?.sink(message);
  });
  return {
    async execute(code, sink) {
      let idle: () => void = () => undefined;
      const finished = new Promise<void>((resolve) => (idle = resolve));
      const sent = request(kernel, code, false);
      sinks.set(sent.id, { sink, idle });
      const [reply] = await Promise.race([Promise.all([sent.reply, finished]), kernel.lost]);
      return reply;
    },
  };
};

/** Output by time: everything between the start of a cell and the marks sent after it belongs to the cell. */
const sessionByMarks = async (kernel: Kernel): Promise<Session> => {
  let sink: OutputSink = () => undefined;
  let draining: Drain | undefined;
  let idle: (message: KernelMessage) => void = () => undefined;

  kernel.listen((message) => {
    if (message.type === 'status') idle(message);
    else if (!draining?.isMark(message)) sink(message);
  });

  const run = async (code: string, silent: boolean): Promise<Json> => {
    const sent = request(kernel, code, silent);
    const finished = new Promise<void>((resolve) => {
      idle = ({ parentId, content }) => {
        if (parentId === sent.id && content['execution_state'] === 'idle') resolve();
      };
    });
    const [reply] = await Promise.race([Promise.all([sent.reply, finished]), kernel.lost]);
    return reply;
  };
  const marks = async () => {
    draining = drain();
    await Promise.race([request(kernel, draining.code, true).reply, kernel.lost]);
    const limit = new AbortController();
    try {
      const waited = setTimeout(MARKS_MS, 'lost', { signal: limit.signal });
      if ((await Promise.race([draining.done, waited, kernel.lost])) === 'lost') {
        throw errors.make('KERNEL_OUTPUT_LOST', `The kernel did not finish its output within ${MARKS_MS / 1000} s`, {
          remedy: 'Run the notebook again; its process may be short of CPU or memory.',
        });
      }
    } finally {
      limit.abort();
      draining = undefined;
    }
  };

  await run(DENO_SETUP, true);
  return {
    async execute(code, next) {
      sink = next;
      const reply = await run(code, false);
      await marks();
      return reply;
    },
  };
};

export const openSession = async (kernel: Kernel): Promise<Session> =>
  kernel.implementation.startsWith('Deno') ? sessionByMarks(kernel) : sessionByParent(kernel);

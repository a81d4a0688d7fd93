/** Programs of the benchmark as processes of their own, spoken to over IPC; they end with the benchmark, however it ends. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Program<Ready = unknown> {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Ready;
  ask<Answer>(question: object): Promise<Answer>;
  end(): Promise<void>;
}

type Message = { readonly answer: unknown } | { readonly error: string };

/** Starts the program of that name and waits until it is ready. */
export const startProgram = async <Ready>(
  name: string,
  options: object,
  execArgv: readonly string[] = [],
): Promise<Program<Ready>> => {
  const child = fork(join(import.meta.dirname, `${name}.mjs`), [JSON.stringify(options)], {
    execArgv: [...execArgv],
    serialization: 'advanced',
    // The SDK's notice about future Node versions is for who maintains this.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ready = await nextMessage<Ready>(child, name);
  return {
    pid: child.pid!,
    ready,
    ask: <Answer>(question: object) => {
      const answer = nextMessage<Answer>(child, name);
      child.send(question);
      return answer;
    },
    end: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
};

const nextMessage = <Answer>(child: ChildProcess, name: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`the program ${name} ended`));
    child.once('exit', ended);
    child.once('message', (message: Message) => {
      child.off('exit', ended);
      if ('error' in message) reject(new Error(`${name}: ${message.error}`));
      else resolve(message.answer as Answer);
    });
  });

/** A process of Python that answers requests over pipes, one at a time. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What a request to `/invocations` carries. */
export interface RawRequest {
  readonly body: Buffer;
  readonly contentType: string;
  readonly accept: string;
}

export type RawAnswer =
  | { readonly status: 200; readonly body: Buffer; readonly contentType: string }
  | { readonly status: number; readonly error: string };

export interface PythonWorker {
  /** Resolves when the model is loaded. @throws Error with what Python said */
  readonly ready: Promise<void>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  /** @throws Error when the process ends before it has answered; one that takes too long is ended */
  answer(request: RawRequest): Promise<RawAnswer>;
  /** Ends it once the request that it works on is answered. */
  close(): void;
}

export interface PythonProgram {
  readonly python: string;
  /** Path of `inference.py`. */
  readonly module: string;
  readonly modelDir: string;
  /** How long an answer may take. */
  readonly timeoutSeconds: number;
  /** Takes what it prints. */
  readonly log: (text: string) => void;
}

interface Header {
  readonly bytes: number;
  readonly ready?: boolean;
  readonly failed?: string;
  readonly status?: number;
  readonly contentType?: string;
  readonly error?: string;
}

interface Frame {
  readonly header: Header;
  readonly body: Buffer;
}

const WORKER = fileURLToPath(new URL('./python/gradus_worker.py', import.meta.url));
const PREFIX = 4;

const frame = (header: object, body: Buffer): Buffer => {
  const text = Buffer.from(JSON.stringify({ ...header, bytes: body.length }));
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(text.length);
  return Buffer.concat([prefix, text, body]);
};

/** Calls `onFrame` for each frame of a stream, whole. */
const readFrames = (stream: Readable, onFrame: (frame: Frame) => void): void => {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = PREFIX;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= wanted) {
      const all = Buffer.concat(chunks);
      chunks = [all];
      const start = PREFIX + all.readUInt32BE(0);
      if (all.length < start) {
        wanted = start;
        return;
      }
      const header = JSON.parse(all.toString('utf8', PREFIX, start)) as Header;
      const end = start + header.bytes;
      if (all.length < end) {
        wanted = end;
        return;
      }
      onFrame({ header, body: all.subarray(start, end) });
      chunks = [all.subarray(end)];
      size = all.length - end;
      wanted = PREFIX;
    }
  });
};

export const startPythonWorker = (program: PythonProgram): PythonWorker => {
  const { python, module, modelDir, timeoutSeconds, log } = program;
  const child: ChildProcess = spawn(python, [WORKER, module, modelDir], {
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', log);
  const [requests, answers] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  // It ends while a request is on its way: whoever waits for the answer is told.
  requests.on('error', () => undefined);

  let settle: { resolve: (frame: Frame) => void; reject: (error: Error) => void } | undefined;
  let gone: Error | undefined;
  const next = (): Promise<Frame> =>
    new Promise((resolve, reject) => {
      if (gone) reject(gone);
      else settle = { resolve, reject };
    });
  readFrames(answers, (each) => settle?.resolve(each));
  const leave = (error: Error): void => {
    gone ??= error;
    settle?.reject(gone);
  };
  const ended = Promise.race([once(child, 'close'), once(child, 'error')]).then(
    ([code, signal]) => leave(new Error(`the model's process ended with ${String(signal ?? code)}`)),
    (error: unknown) => leave(error as Error),
  );
  const giveUp = (): void => {
    log(`no answer in ${timeoutSeconds} s; SAGEMAKER_MODEL_SERVER_TIMEOUT of the model's environment gives it more\n`);
    leave(new Error(`the model did not answer in ${timeoutSeconds} s`));
    child.kill('SIGKILL');
  };
  const ready = next().then(({ header }) => {
    if (header.failed !== undefined) throw new Error(header.failed);
  });
  return {
    ready,
    ended,
    answer: async ({ body, contentType, accept }) => {
      const answered = next();
      requests.write(frame({ contentType, accept }, body));
      const timer = setTimeout(giveUp, timeoutSeconds * 1000);
      const { header, body: made } = await answered.finally(() => clearTimeout(timer));
      return header.status === 200
        ? { status: 200, body: made, contentType: header.contentType ?? accept }
        : { status: header.status ?? 500, error: header.error ?? '' };
    },
    close: () => requests.end(),
  };
};

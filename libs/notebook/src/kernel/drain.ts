/**
 * Marks where the output of a cell ends, for a kernel whose output is not in order with its `idle`: Deno publishes
 * results and lines after it, and stamps them with the id of the latest request.
 */
import { randomUUID } from 'node:crypto';
import type { KernelMessage } from './wire.ts';

const MARK_MIME = 'application/x-gradus-mark';

/**
 * Run once, before any cell. It keeps the ways out, so that a cell which replaces `console` does not cut them off; and it
 * sends what is written to `Deno.stdout` and `process.stdout` where `console` writes, as Deno's kernel drops it.
 */
export const DENO_SETUP = `{
  const print = Deno[Deno.internal].core.print;
  const publish = Deno.jupyter.broadcast;
  for (const [stream, isError] of [[Deno.stdout, false], [Deno.stderr, true]]) {
    const decoder = new TextDecoder();
    stream.writeSync = (bytes) => (print(decoder.decode(bytes, { stream: true }), isError), bytes.length);
    stream.write = async (bytes) => stream.writeSync(bytes);
  }
  const drain = async (mark) => {
    print(mark, false);
    print(mark, true);
    await publish('display_data', { data: { '${MARK_MIME}': mark }, metadata: {}, transient: {} });
  };
  Object.defineProperty(globalThis, Symbol.for('gradus.drain'), { value: drain });
}`;

export interface Drain {
  /** The code to execute after a cell. */
  readonly code: string;
  /** Resolves when stdout, stderr and the displays have all shown the mark. */
  readonly done: Promise<void>;
  /** Whether the message is a mark: everything that belongs to the cell comes before it. */
  isMark(message: KernelMessage): boolean;
}

export const drain = (): Drain => {
  const mark = `gradus-${randomUUID()}`;
  const missing = new Set(['stdout', 'stderr', 'display']);
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  return {
    code: `await globalThis[Symbol.for('gradus.drain')]('${mark}');`,
    done,
    isMark({ type, content }) {
      let seen = '';
      if (type === 'stream' && content['text'] === mark) seen = String(content['name']);
      const data = content['data'] as Record<string, unknown> | undefined;
      if (type === 'display_data' && data?.[MARK_MIME] === mark) seen = 'display';
      if (seen === '') return false;
      missing.delete(seen);
      if (missing.size === 0) finish();
      return true;
    },
  };
};

/** Turns one input object into its `.out`: split into payloads, sent, filtered and joined, assembled in order. */
import { open } from 'node:fs/promises';
import { filterInput, filterOutput, type DataProcessing } from './data-processing.ts';
import { miniBatches, type Batching } from './mini-batches.ts';
import type { Payload } from './model-client.ts';

/** How many requests are under way at once, over all objects of an instance. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

export interface ObjectTransform {
  readonly batching: Batching;
  readonly processing: DataProcessing | undefined;
  readonly assembleLines: boolean;
  readonly slots: Slots;
  readonly invoke: (payload: Payload) => Promise<Buffer>;
}

const NEWLINE = 10;

/**
 * Writes `output` whole, or throws: a file that is there after a failure is no result.
 * @throws PayloadTooLarge, RecordFormatError, JsonPathError, InvocationFailure
 */
export const transformObject = async (input: string, output: string, how: ObjectTransform): Promise<void> => {
  const handle = await open(output, 'w');
  try {
    // A payload keeps its slot until its answer is written, which bounds what waits in memory.
    let written: Promise<void> = Promise.resolve();
    const failures: unknown[] = [];
    const payloads = streamed(how) ? filePayload(input) : miniBatches(input, how.batching);
    try {
      for (;;) {
        await how.slots.take();
        let launched = false;
        try {
          if (failures.length > 0) break;
          const next = await payloads.next();
          if (next.done) break;
          const answer = answerOf(next.value, how);
          launched = true;
          written = inTurn(written, answer, (bytes) => write(bytes, how)).finally(() => how.slots.give());
          written.catch((error: unknown) => failures.push(error));
        } finally {
          if (!launched) how.slots.give();
        }
      }
    } finally {
      await written.catch(() => undefined);
    }
    await written;
    await handle.sync();
  } finally {
    await handle.close();
  }

  async function write(bytes: Buffer, { assembleLines }: ObjectTransform): Promise<void> {
    const ends = bytes.at(-1) === NEWLINE;
    await handle.appendFile(assembleLines && !ends ? Buffer.concat([bytes, Buffer.of(NEWLINE)]) : bytes);
  }
};

/** Without a bound on payloads a whole object is not read into memory, unless it is to be filtered. */
const streamed = ({ batching, processing }: ObjectTransform): boolean =>
  batching.splitType === 'None' && batching.maxPayload === Infinity && !processing;

async function* filePayload(file: string): AsyncGenerator<Payload> {
  yield await Promise.resolve({ file });
}

/** Both have settled when it does; what failed first, in the order of the payloads, is what failed. */
const inTurn = async (
  before: Promise<void>,
  answer: Promise<Buffer>,
  write: (bytes: Buffer) => Promise<void>,
): Promise<void> => {
  await Promise.allSettled([before, answer]);
  await before;
  await write(await answer);
};

const answerOf = async (payload: Payload, { processing, invoke }: ObjectTransform): Promise<Buffer> => {
  if (!processing || !(payload instanceof Buffer)) return invoke(payload);
  const filtered = await filterInput(processing, payload.toString());
  const answer = await invoke(Buffer.from(filtered.payload));
  return Buffer.from(await filterOutput(processing, filtered.records, answer.toString()));
};

/** What the plane and an execution environment send each other: a JSON head and a payload, each behind its length. */

/** From the environment. */
export type EnvironmentMessage =
  | { readonly type: 'hello'; readonly token: string }
  | { readonly type: 'ready'; readonly memory: number }
  | { readonly type: 'init-error' }
  | { readonly type: 'log'; readonly lines: readonly string[] }
  | { readonly type: 'response'; readonly id: string; readonly memory: number }
  /** `fatal`: its process ends. */
  | { readonly type: 'error'; readonly id: string; readonly memory: number; readonly fatal: boolean };

/** To the environment: one event; `deadline` is wall time in milliseconds. */
export interface InvokeMessage {
  readonly id: string;
  readonly deadline: number;
  readonly arn: string;
  readonly traceId?: string;
  readonly clientContext?: unknown;
}

const LENGTHS = 8;
/** A payload of Lambda's size and its head; an environment that sends more is ended. */
const MOST_BYTES = 64 * 1024 * 1024;

export const encodeFrame = (head: object, payload: Uint8Array): Buffer => {
  const text = Buffer.from(JSON.stringify(head));
  const frame = Buffer.allocUnsafe(LENGTHS + text.length + payload.length);
  frame.writeUInt32BE(text.length, 0);
  frame.writeUInt32BE(payload.length, 4);
  text.copy(frame, LENGTHS);
  frame.set(payload, LENGTHS + text.length);
  return frame;
};

/**
 * Takes chunks of a stream and calls `onFrame` for each whole frame.
 * @throws RangeError for a frame that is too long, SyntaxError for a head that is not JSON
 */
export const frameReader = (
  onFrame: (head: EnvironmentMessage, payload: Buffer) => void,
): ((chunk: Buffer) => void) => {
  let chunks: Buffer[] = [];
  let length = 0;
  let wanted = LENGTHS;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length >= wanted) {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
      const head = bytes.readUInt32BE(0);
      const end = LENGTHS + head + bytes.readUInt32BE(4);
      if (end > MOST_BYTES) throw new RangeError(`a frame of ${end} bytes`);
      chunks = [bytes];
      wanted = end;
      if (length < end) return;
      const rest = bytes.subarray(end);
      chunks = rest.length > 0 ? [rest] : [];
      length = rest.length;
      wanted = LENGTHS;
      onFrame(
        JSON.parse(bytes.toString('utf8', LENGTHS, LENGTHS + head)) as EnvironmentMessage,
        bytes.subarray(LENGTHS + head, end),
      );
    }
  };
};

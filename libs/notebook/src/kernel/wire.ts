/** Jupyter messages as ZeroMQ frames: `<IDS|MSG>`, an HMAC-SHA256 signature, and four JSON dictionaries (protocol 5.3). */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { errors } from '../errors.ts';

export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Json = Record<string, unknown>;

export interface KernelMessage {
  readonly type: string;
  /** The `msg_id` of the request that this answers, where the kernel says so. */
  readonly parentId: string | undefined;
  readonly content: Json;
}

const DELIMITER = '<IDS|MSG>';

const signature = (key: string, parts: readonly Buffer[]): string => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

/** Frames of a request, and the id under which its answers come. */
export const encodeRequest = (key: string, session: string, type: string, content: Json) => {
  const id = randomUUID();
  const header: MessageHeader = {
    msg_id: id,
    msg_type: type,
    session,
    username: 'gradus',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return { id, frames: [Buffer.from(DELIMITER), Buffer.from(signature(key, parts)), ...parts] };
};

/**
 * The message in a list of frames.
 * @throws GradusError KERNEL_PROTOCOL when frames are missing, not JSON, or not signed with `key`
 */
export const decodeMessage = (key: string, frames: readonly Buffer[]): KernelMessage => {
  const start = frames.findIndex((frame) => frame.equals(Buffer.from(DELIMITER)));
  const [signed, header, parent, metadata, content] = frames.slice(start + 1);
  if (start < 0 || !signed || !header || !parent || !metadata || !content) {
    throw errors.make('KERNEL_PROTOCOL', `The kernel sent ${frames.length} frames that are no Jupyter message`);
  }
  const expected = Buffer.from(signature(key, [header, parent, metadata, content]));
  if (expected.length !== signed.length || !timingSafeEqual(expected, signed)) {
    throw errors.make('KERNEL_PROTOCOL', 'A message from the kernel does not carry the signature of this session', {
      remedy:
        'Another program writes to the ports of the kernel, or the kernel ignores the key; run the notebook again.',
    });
  }
  try {
    return {
      type: (JSON.parse(header.toString()) as MessageHeader).msg_type,
      parentId: (JSON.parse(parent.toString()) as Partial<MessageHeader>).msg_id,
      content: JSON.parse(content.toString()) as Json,
    };
  } catch (cause) {
    throw errors.make('KERNEL_PROTOCOL', 'A message from the kernel is not JSON', { cause });
  }
};

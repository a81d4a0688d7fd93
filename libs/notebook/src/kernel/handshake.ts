/** Waits until a kernel answers requests and what it publishes is heard. */
import { setTimeout } from 'node:timers/promises';
import type { Channels } from './channels.ts';
import type { Json, KernelMessage } from './wire.ts';

const ASK_AGAIN_MS = 50;

/**
 * Resolves with the content of `kernel_info_reply`. A subscription takes effect some time after it is made, so the kernel
 * is asked again, and publishes its status anew, until one of its answers is heard on iopub too.
 */
export const handshake = async (
  channels: Channels,
  listen: (listener: (message: KernelMessage) => void) => void,
  signal: AbortSignal,
): Promise<Json> => {
  const asked = new Set<string>();
  const ask = () => {
    const { id, reply } = channels.request('shell', 'kernel_info_request', {});
    asked.add(id);
    return reply;
  };
  let hear: (heard: true) => void = () => undefined;
  const published = new Promise<true>((resolve) => (hear = resolve));
  const answered = ask();
  listen(({ parentId }) => {
    if (parentId !== undefined && asked.has(parentId)) hear(true);
  });
  for (;;) {
    if (await Promise.race([published, setTimeout(ASK_AGAIN_MS, false, { signal })])) return answered;
    void ask();
  }
};

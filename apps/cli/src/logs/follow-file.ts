/** Reads the lines of a file and goes on as they come. */
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

/** Yields the lines of `file`; with `follow` until aborted, starting anew where the file was replaced. */
export async function* followFile(
  file: string,
  { follow, signal }: { follow: boolean; signal: AbortSignal },
): AsyncGenerator<string> {
  let offset = 0;
  let inode = 0;
  let rest = '';
  for (;;) {
    const now = await stat(file).catch(() => undefined);
    if (now && (now.ino !== inode || now.size < offset)) [offset, inode, rest] = [0, now.ino, ''];
    if (now && now.size > offset) {
      const handle = await open(file);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(now.size - offset), 0, now.size - offset, offset);
      await handle.close();
      offset += bytesRead;
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (!follow) break;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
  }
  if (rest !== '') yield rest;
}

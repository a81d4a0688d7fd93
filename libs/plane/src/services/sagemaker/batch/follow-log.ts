/** Follows a batch job's container: each line to its log stream once, whatever ends in between. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import { tailLog } from '../../../jobs/log-tail.ts';
import type { Container } from '../../../jobs/supervisor.ts';
import { isDiskFault } from '../../../store/disk-fault.ts';
import type { LogStream } from '../log-stream.ts';

/** Until a full disk is tried again: the log waits in its file. */
const DISK_RETRY_MS = 1000;

/**
 * Resolves when the container has ended and its log is delivered, or soon when the plane closes.
 * @param offset bytes that were delivered before
 * @param record keeps the offset, in a transaction that commits together with the lines
 */
export const followLog = (
  { plane, aborted }: EffectContext,
  container: Container,
  stream: LogStream,
  offset: number,
  record: (offset: number) => void,
): Promise<void> =>
  tailLog({
    file: container.logFile,
    offset,
    ended: container.exited,
    aborted,
    onLines: async (lines, upTo) => {
      for (;;) {
        try {
          const keep = async (): Promise<void> => plane.store.transaction(() => record(upTo));
          await Promise.all([stream.put(lines), keep()]);
          return;
        } catch (error) {
          if (!isDiskFault(error)) throw error;
          await delay(DISK_RETRY_MS, undefined, { signal: aborted });
        }
      }
    },
  });

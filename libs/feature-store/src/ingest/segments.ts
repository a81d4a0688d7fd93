/** The rows of a source in pieces that are sent side by side and settled in order, so that what is settled has no gap. */
import type { Mistake } from '@gradus/core';
import type { EncodedRecord } from '../records/encode-record.ts';
import type { Row } from './source.ts';

export interface RejectedRow {
  readonly number: number;
  readonly row: Row;
  readonly mistakes: readonly Mistake[];
}

/** Neighbouring rows of a source: those to send, and those that are no records. */
export interface Segment {
  readonly records: { readonly number: number; readonly row: Row; readonly record: EncodedRecord }[];
  readonly rejected: RejectedRow[];
  /** The number of its last row, from 1. */
  end: number;
  last: Row;
}

export interface Settling {
  /** Takes a segment in the order of the source; it is settled when it has ended and all before it are settled. */
  begin(segment: Segment): { end(): void };
  /** Resolves when no more than `most` segments are unsettled, or when it was stopped. */
  room(most: number): Promise<void>;
  /** Resolves when everything that can be settled is. */
  settled(): Promise<void>;
  /** Something failed: nobody waits for room any more. */
  stop(): void;
}

/** Calls `settle` with each segment, in order, one at a time, and `fail` with what it throws; nothing follows then. */
export const settlingInOrder = (
  settle: (segment: Segment) => Promise<void>,
  fail: (error: unknown) => void,
): Settling => {
  const queue: { readonly segment: Segment; ended: boolean }[] = [];
  let chain = Promise.resolve();
  let stopped = false;
  let broken = false;
  let wake: (() => void) | undefined;
  const stop = (): void => {
    stopped = true;
    wake?.();
  };
  const advance = async (): Promise<void> => {
    while (queue[0]?.ended) {
      await settle(queue[0].segment);
      queue.shift();
      wake?.();
    }
  };
  return {
    begin: (segment) => {
      const place = { segment, ended: false };
      queue.push(place);
      return {
        end: () => {
          place.ended = true;
          const before = chain;
          chain = (async () => {
            await before;
            if (broken) return;
            try {
              await advance();
            } catch (error) {
              broken = true;
              fail(error);
            }
          })();
        },
      };
    },
    room: async (most) => {
      while (queue.length > most && !stopped) await new Promise<void>((resolve) => (wake = resolve));
    },
    settled: () => chain,
    stop,
  };
};

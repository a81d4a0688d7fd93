/** Frees the buffers that streamed bytes leave behind, early enough that a large object does not show in the plane's memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/*
 * Every chunk off a socket or a file is a buffer outside V8's heap, garbage once it is written. V8 sees only the small
 * object that stands for it, and lets some 40 MB of them gather before it collects. A collection of the young objects
 * alone takes about a millisecond.
 */
const COLLECT_EVERY_BYTES = 8 * 1024 * 1024;

type Collect = (options: { type: 'minor' }) => void;

let collect: Collect | undefined;
let passed = 0;

/** The collector is there only for contexts made while the flag is set. */
const youngCollector = (): Collect => {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return found;
};

/** Counts bytes whose buffers are no longer needed. */
export const buffersPassed = (bytes: number): void => {
  passed += bytes;
  if (passed < COLLECT_EVERY_BYTES) return;
  passed = 0;
  collect ??= youngCollector();
  collect({ type: 'minor' });
};

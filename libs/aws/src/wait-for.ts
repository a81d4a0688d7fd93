/** Waits for a state by asking for it again and again, ever more rarely. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '@gradus/core';
import { errors } from './errors.ts';

export interface Wait<State> {
  /** What is awaited, for the message: `endpoint movies`. */
  readonly what: string;
  /** One look, e.g. a Describe call. */
  readonly look: () => Promise<State>;
  /** True when the wait is over; throws when it can only end badly. */
  readonly done: (state: State) => boolean;
  /** How the state reads, in messages: `Creating`. Its changes are told to `onChange`. */
  readonly name: (state: State) => string;
  readonly onChange?: (state: State) => void;
  /** Milliseconds until the wait is given up. */
  readonly timeoutMs: number;
  /** Milliseconds before the second look, and at most between two; the environment's. */
  readonly poll: { readonly first: number; readonly most: number };
  readonly signal?: AbortSignal;
}

/**
 * The first state that is done.
 * @throws GradusError WAIT_TIMEOUT with the last state; the signal's reason when aborted; whatever `look` and `done` throw
 */
export const waitFor = async <State>(wait: Wait<State>): Promise<State> => {
  const { what, look, done, name, onChange, timeoutMs, poll, signal } = wait;
  const deadline = performance.now() + timeoutMs;
  let last: string | undefined;
  for (let pause = poll.first; ; pause = Math.min(pause * 1.5, poll.most)) {
    signal?.throwIfAborted();
    const state = await look();
    const current = name(state);
    if (current !== last) onChange?.(state);
    last = current;
    if (done(state)) return state;
    const left = deadline - performance.now();
    if (left <= 0) {
      throw errors.make('WAIT_TIMEOUT', `${what} is still ${current} after ${formatDuration(timeoutMs)}`, {
        got: current,
        remedy: 'It goes on; ask again later, or look into its logs: gradus logs',
      });
    }
    await sleep(Math.min(pause, left), undefined, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  }
};

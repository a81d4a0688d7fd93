import { describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

const poll = { first: 1, most: 4 };
const states = (...names: string[]) => {
  let index = 0;
  return () => Promise.resolve(names[Math.min(index++, names.length - 1)]!);
};

describe('waitFor', () => {
  const wait = { what: 'endpoint movies', name: (state: string) => state, timeoutMs: 5000, poll };

  it('answers the first state that is done and tells of each change once', async () => {
    const seen: string[] = [];
    const state = await waitFor({
      ...wait,
      look: states('Creating', 'Creating', 'Updating', 'InService'),
      done: (current) => current === 'InService',
      onChange: (current) => seen.push(current),
    });
    expect(state).toBe('InService');
    expect(seen).toEqual(['Creating', 'Updating', 'InService']);
  });

  it('gives up at the deadline, with the last state', () =>
    expect(waitFor({ ...wait, look: states('Creating'), done: () => false, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'WAIT_TIMEOUT',
      got: 'Creating',
      message: 'endpoint movies is still Creating after 20ms',
    }));

  it('ends with the error of a state that can only end badly', () => {
    const done = (): boolean => {
      throw new Error('Failed: no such image');
    };
    return expect(waitFor({ ...wait, look: states('Failed'), done })).rejects.toThrow('no such image');
  });

  it('stops when aborted, with the reason', async () => {
    const controller = new AbortController();
    const waiting = waitFor({
      ...wait,
      look: states('Creating'),
      done: () => false,
      onChange: () => controller.abort(new Error('interrupted')),
      signal: controller.signal,
    });
    await expect(waiting).rejects.toThrow('interrupted');
  });
});

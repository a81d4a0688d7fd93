import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';

describe('Clock', () => {
  const start = Date.UTC(2025, 0, 1);
  const at = (): { clock: Clock; pass: (ms: number) => void } => {
    let wall = start;
    return { clock: new Clock(undefined, () => wall), pass: (ms) => (wall += ms) };
  };

  it('shows wall time until it is set', () => {
    const { clock, pass } = at();
    pass(5);
    expect(clock.now()).toBe(start + 5);
    expect(clock.wall()).toBe(start + 5);
  });

  it('goes on from the time that it was set to, and wall time stays', () => {
    const { clock, pass } = at();
    clock.set({ time: start + 1_000_000 });
    pass(5);
    expect(clock.now()).toBe(start + 1_000_005);
    expect(clock.wall()).toBe(start + 5);
  });

  it('never jumps when only its speed changes', () => {
    const { clock, pass } = at();
    clock.set({ scale: 60 });
    expect(clock.now()).toBe(start);
    pass(1000);
    expect(clock.now()).toBe(start + 60_000);
    expect(clock.wallUntil(start + 120_000)).toBe(1000);
    clock.set({ scale: 1 });
    pass(1000);
    expect(clock.now()).toBe(start + 61_000);
  });

  it('works out a change without making it, and makes it when told to', () => {
    const { clock, pass } = at();
    const changed = clock.changed({ time: start + 1_000_000 });
    expect(clock.now()).toBe(start);
    pass(5);
    clock.apply(changed);
    expect(clock.now()).toBe(start + 1_000_005);
  });

  it('tells who watches of every change until they stop', () => {
    const { clock } = at();
    let changes = 0;
    const stop = clock.onChange(() => (changes += 1));
    clock.set({ scale: 2 });
    stop();
    clock.set({ scale: 3 });
    expect(changes).toBe(1);
  });
});

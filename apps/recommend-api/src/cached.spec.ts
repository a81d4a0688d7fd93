import { describe, expect, it } from 'vitest';
import { cached } from './cached.ts';

describe('cached', () => {
  it('keeps a value for its time, and asks anew after that', async () => {
    let now = 0;
    let loads = 0;
    const cache = cached<number>(5000, () => now);
    const get = () => cache.get('key', async () => (loads += 1));
    expect([await get(), await get()]).toEqual([1, 1]);
    now = 4999;
    expect(await get()).toBe(1);
    now = 5000;
    expect(await get()).toBe(2);
    cache.forget('key');
    expect(await get()).toBe(3);
  });

  it('asks again for what could not be had', async () => {
    let loads = 0;
    const cache = cached<number>(5000, () => 0);
    const get = () =>
      cache.get('key', async () => {
        loads += 1;
        if (loads === 1) throw new Error('not now');
        return loads;
      });
    await expect(get()).rejects.toThrow('not now');
    expect(await get()).toBe(2);
  });

  it('forgets the oldest when it is full', async () => {
    let loads = 0;
    const cache = cached<number>(5000, () => 0, 2);
    const get = (key: string) => cache.get(key, async () => (loads += 1));
    expect([await get('a'), await get('b'), await get('c'), await get('b'), await get('a')]).toEqual([1, 2, 3, 2, 4]);
  });
});

import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucket.ts';

const users = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);
const within = (salt: string, share: number) => users.filter((user) => bucketOf(user, salt) < share);

describe('bucketOf', () => {
  it('is the same today and tomorrow', () => expect(bucketOf('42', 'v2')).toBeCloseTo(0.37395466309287073, 12));

  it.each([0.01, 0.1, 0.5])('puts a share of %d within four standard deviations', (share) => {
    const deviation = Math.sqrt(users.length * share * (1 - share));
    expect(Math.abs(within('v2', share).length - users.length * share)).toBeLessThan(4 * deviation);
  });

  it('keeps whom it had when the share grows', () => {
    const more = new Set(within('v2', 0.3));
    expect(within('v2', 0.1).every((user) => more.has(user))).toBe(true);
  });

  it('mixes anew under another salt', () => {
    const other = new Set(within('v3', 0.1));
    const both = within('v2', 0.1).filter((user) => other.has(user)).length;
    expect(both / users.length).toBeCloseTo(0.01, 2);
  });
});

import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { HmacKey } from './hmac-key.ts';

it('signs as node:crypto does, whatever the length of key and text', () => {
  for (const keyLength of [0, 1, 32, 63, 64]) {
    const bytes = randomBytes(keyLength);
    const key = new HmacKey(bytes);
    for (const length of [0, 1, 55, 56, 64, 1000]) {
      const text = randomBytes(length).toString('latin1');
      expect(key.sign(text)).toBe(createHmac('sha256', bytes).update(text, 'latin1').digest('hex'));
    }
  }
});

it('refuses a key that is longer than a block', () => {
  expect(() => new HmacKey(Buffer.alloc(65))).toThrow(RangeError);
});

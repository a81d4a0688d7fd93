import { describe, expect, it } from 'vitest';
import { formatDuration } from './time.ts';

describe('formatDuration', () => {
  it.each([
    [850, '850ms'],
    [4200, '4.2s'],
    [65_000, '1m 05s'],
    [7_800_000, '2h 10m'],
    [273_600_000, '3d 4h'],
  ])('%i ms reads %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

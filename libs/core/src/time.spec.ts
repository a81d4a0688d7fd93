import { describe, expect, it } from 'vitest';
import { formatDuration, iso, parseDuration } from './time.ts';

describe('time', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
  ])('%s lasts %i ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', 'soon', '5', '5 m', '-1s', '1h30'])('refuses %j', (text) =>
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'DURATION_INVALID', got: text })),
  );

  it.each([
    [850, '850ms'],
    [4200, '4.2s'],
    [65_000, '1m 05s'],
    [7_800_000, '2h 10m'],
    [273_600_000, '3d 4h'],
  ])('%i ms reads %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it('writes ISO 8601', () => expect(iso(0)).toBe('1970-01-01T00:00:00.000Z'));
});

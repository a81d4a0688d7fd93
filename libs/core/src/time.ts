/** Times as ISO 8601 text and durations as people write them. */
import { errors } from './errors.ts';

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** ISO 8601 in UTC with milliseconds, e.g. `2026-01-31T12:00:00.000Z`. `time` is a Date or milliseconds since the epoch. */
export const iso = (time: Date | number): string => new Date(time).toISOString();

/**
 * Milliseconds of a duration such as `250ms`, `1.5h` or `1h30m`.
 * @throws GradusError DURATION_INVALID
 */
export const parseDuration = (text: string): number => {
  const part = /(\d+(?:\.\d+)?)(ms|[smhd])/y;
  let total = 0;
  while (part.lastIndex < text.length || text === '') {
    const match = part.exec(text);
    if (!match) {
      throw errors.make('DURATION_INVALID', `"${text}" is not a duration`, {
        got: text,
        allowed: ['250ms', '30s', '5m', '1h30m', '2d'],
        remedy: 'Write a number and a unit: ms, s, m, h or d.',
      });
    }
    total += Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  }
  return total;
};

/** A duration for people, its two largest units: `850ms`, `4.2s`, `1m 05s`, `2h 10m`, `3d 4h`. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  return hours < 24 ? `${hours}h ${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
};

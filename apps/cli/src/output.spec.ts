import { describe, expect, it } from 'vitest';
import { formatBytes, paintFor, table } from './output.ts';

describe('table', () => {
  it('aligns columns and leaves no trailing space', () =>
    expect(
      table([
        ['name', 'n', ''],
        ['movies', '12', 'x'],
      ]),
    ).toBe('name    n\nmovies  12  x'));

  it('gives colours no width', () => {
    const { bad } = paintFor({ isTTY: true }, { TERM: 'xterm' });
    expect(
      table([
        [bad('a'), 'b'],
        ['aa', 'b'],
      ]).split('\n')[0],
    ).toBe(`${bad('a')}   b`);
  });
});

describe('paintFor', () => {
  it.each([
    [{ isTTY: false }, {}],
    [{ isTTY: true }, { NO_COLOR: '1' }],
    [{ isTTY: true }, { TERM: 'dumb' }],
  ])('keeps plain: %j %j', (stream, env) => expect(paintFor(stream, env).bad('text')).toBe('text'));

  it('colours a terminal', () => expect(paintFor({ isTTY: true }, {}).bad('text')).toBe('\u001b[31mtext\u001b[39m'));
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [371_102, '371 kB'],
    [2_340_000_000, '2.3 GB'],
  ])('%i is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

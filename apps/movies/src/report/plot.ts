/** A small area plot for notebooks: SVG where it can be drawn, a line of block characters where it cannot. */
import { display, escapeMarkup, type Displayable } from './display.ts';

export interface PlotOptions {
  title: string;
  /** Label under the horizontal axis. */
  x: string;
  /** Label of the vertical axis. */
  y: string;
  /** Labels of the first and the last value; 1 and their number when absent. */
  ends?: [string, string];
}

const WIDTH = 640;
const HEIGHT = 240;
const MARGIN = { left: 56, right: 16, top: 32, bottom: 40 };
const blocks = ' ▁▂▃▄▅▆▇█';

/** Plots non-negative `values` at equal distances from left to right. */
export function plot(values: readonly number[], { title, x, y, ends }: PlotOptions): Displayable {
  const [first, last] = ends ?? ['1', String(values.length)];
  const ticks = ticksTo(Math.max(1, ...values));
  const top = ticks.at(-1)!;
  const bottom = HEIGHT - MARGIN.bottom;
  const across = (at: number): number =>
    MARGIN.left + (at / Math.max(1, values.length - 1)) * (WIDTH - MARGIN.left - MARGIN.right);
  const down = (value: number): number => bottom - (value / top) * (bottom - MARGIN.top);
  const points = values.map((value, at) => `${across(at).toFixed(1)},${down(value).toFixed(1)}`).join(' ');
  const text = (left: number, height: number, anchor: string, content: string): string =>
    `<text x="${left}" y="${height}" text-anchor="${anchor}">${escapeMarkup(content)}</text>`;
  const gridline = (value: number): string => {
    const height = down(value).toFixed(1);
    return (
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${height}" y2="${height}" stroke="#ddd"/>` +
      text(MARGIN.left - 6, Number(height) + 4, 'end', String(value))
    );
  };
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<g font-weight="bold">${text(MARGIN.left, 18, 'start', title)}</g>`,
    ...ticks.map(gridline),
    `<polygon points="${MARGIN.left},${bottom} ${points} ${across(values.length - 1).toFixed(1)},${bottom}" fill="#2a6f97" fill-opacity="0.25"/>`,
    `<polyline points="${points}" fill="none" stroke="#2a6f97" stroke-width="1.5"/>`,
    text(MARGIN.left, bottom + 16, 'start', first),
    text(WIDTH - MARGIN.right, bottom + 16, 'end', last),
    text((WIDTH + MARGIN.left) / 2, bottom + 30, 'middle', x),
    `<g transform="rotate(-90)">${text(-(MARGIN.top + bottom) / 2, 14, 'middle', y)}</g>`,
    '</svg>',
  ].join('');
  return display({
    'image/svg+xml': svg,
    'text/plain': `${title}\n${sparkline(values)}\n${y} (at most ${Math.max(0, ...values)}) by ${x}, ${first} to ${last}`,
  });
}

/** Multiples of 1, 2 or 5 times a power of ten, from 0 to the first that is not below `highest`, in at most five steps. */
export function ticksTo(highest: number): number[] {
  const least = highest / 5;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least)!;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, at) => at * step);
}

/** The values in up to 64 block characters, each the mean of its share of them. */
export function sparkline(values: readonly number[], width = 64): string {
  const count = Math.min(width, values.length);
  const means = Array.from({ length: count }, (_, at) => {
    const part = values.slice(Math.floor((at * values.length) / count), Math.floor(((at + 1) * values.length) / count));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const top = Math.max(...means);
  return means.map((mean) => blocks[top === 0 ? 0 : Math.ceil((mean / top) * (blocks.length - 1))]!).join('');
}

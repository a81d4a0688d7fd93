/** A metric by step, plotted in a few lines of a terminal with the dots of braille characters, two by four in each. */
import { metricText } from '../version-text.ts';

/** Bits of U+2800 by row, left and right (https://www.unicode.org/charts/PDF/U2800.pdf). */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/**
 * @param columns characters of the plot itself; its scale stands to the left
 * @returns `rows` lines and one with the first and the last step
 */
export const seriesPlot = ({ steps, values }: Series, { columns = 48, rows = 4 } = {}): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const [right, bottom] = [columns * 2 - 1, rows * 4 - 1];
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  const dot = (x: number, y: number): void => {
    cells[Math.floor(y / 4)]![Math.floor(x / 2)]! |= DOTS[y % 4]![x % 2]!;
  };
  const points = values.map((value, index) => ({
    x: last === first ? 0 : Math.round(((steps[index]! - first) / (last - first)) * right),
    y: high === low ? Math.floor(bottom / 2) : Math.round(((high - value) / (high - low)) * bottom),
  }));
  for (const [index, { x, y }] of points.entries()) {
    const from = points[index - 1] ?? { x, y };
    const length = Math.max(Math.abs(x - from.x), Math.abs(y - from.y), 1);
    for (let at = 0; at <= length; at += 1) {
      dot(Math.round(from.x + ((x - from.x) * at) / length), Math.round(from.y + ((y - from.y) * at) / length));
    }
  }
  const scale = [metricText(high), ...Array.from({ length: rows - 2 }, () => ''), metricText(low)];
  const width = Math.max(...scale.map((text) => text.length));
  const lines = cells.map(
    (line, row) =>
      `${scale[row]!.padStart(width)} ┤${line.map((cell) => String.fromCodePoint(0x2800 + cell)).join('')}`,
  );
  const [start, end] = [String(first), String(last)];
  const axis = `${' '.repeat(width + 2)}${start}${first === last ? '' : end.padStart(Math.max(columns - start.length, end.length + 1))}`;
  return [...lines, axis].join('\n');
};

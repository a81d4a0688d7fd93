/** What a verb prints: its result on stdout (text or one JSON document), everything else on stderr. */
import { styleText } from 'node:util';

export interface Output {
  /** True when `--json` asks for one JSON document on stdout. */
  readonly json: boolean;
  /** True when stderr is a terminal: progress may be drawn. */
  readonly interactive: boolean;
  readonly paint: Paint;
  /** The verb's result: `value` as JSON, or the text that `render` makes of it. */
  readonly result: (value: unknown, render: () => string) => void;
  /** A line of a stream (a log, a notebook's output) on stdout; with `--json` each is a JSON document of its own. */
  readonly line: (value: unknown, text: string) => void;
  /** A line that says what happens meanwhile, on stderr. */
  readonly note: (text: string) => void;
  /** The head of a part of what goes to stderr. */
  readonly heading: (text: string) => void;
  /** What is worth reading among the notes, on stderr. */
  readonly tell: (text: string) => void;
}

export interface Paint {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

/** Colours for a stream: only on a terminal, and never against NO_COLOR (https://no-color.org). */
export const paintFor = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint => {
  const coloured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (style: Style) => (text: string) =>
    coloured ? styleText(style, text, { validateStream: false }) : text;
  return { bad: paint('red'), good: paint('green'), strong: paint('bold'), faint: paint('dim') };
};

export const makeOutput = (json: boolean): Output => ({
  json,
  interactive: process.stderr.isTTY && !json,
  paint: paintFor(process.stdout),
  result: (value, render) => {
    process.stdout.write(`${json ? JSON.stringify(value, undefined, 2) : render()}\n`);
  },
  line: (value, text) => {
    process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
  },
  note: (text) => {
    process.stderr.write(`${paintFor(process.stderr).faint(text)}\n`);
  },
  heading: (text) => {
    process.stderr.write(`\n${paintFor(process.stderr).strong(text)}\n`);
  },
  tell: (text) => {
    process.stderr.write(`${text}\n`);
  },
});

/** Characters that show; the escape sequences of colours have no width. */
const width = (text: string): number => text.replaceAll(/\u001b\[[\d;]*m/g, '').length;

/** Columns as wide as their widest cell; the last one is not padded. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, width(cell))));
  const pad = (cell: string, column: number, row: readonly string[]): string =>
    column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - width(cell));
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
};

/** Bytes for people: `512 B`, `1.5 MB`. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
};

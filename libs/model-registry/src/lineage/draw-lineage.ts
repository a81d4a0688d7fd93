/** A lineage graph drawn for a terminal: a line for each node, after those it came from, with rails between them. */
import { fitted } from './fitted-text.ts';
import { inOrderOfOrigin, type LineageGraph, type LineageNodeKind } from './lineage-graph.ts';

const MARKS: Readonly<Record<LineageNodeKind, string>> = {
  data: '◇',
  notebook: '◇',
  code: '◇',
  image: '◇',
  job: '○',
  artifact: '◆',
  approval: '✓',
  version: '■',
  deployment: '○',
  endpoint: '●',
  other: '·',
};

const KIND_COLUMNS = Math.max(...Object.keys(MARKS).map((kind) => kind.length));
/** Columns that a text gets at least, however many rails there are. */
const LEAST_TEXT = 16;

interface Line {
  readonly rails: string;
  readonly kind: string;
  readonly text: string;
}

/**
 * @param options.width columns of the terminal: texts are cut in the middle to keep within them
 * @returns lines without a newline at the end; `◀` marks what was asked about
 */
export const drawLineage = (graph: LineageGraph, { width = 80 }: { readonly width?: number } = {}): string => {
  const lines = linesOf(graph);
  const railColumns = Math.max(0, ...lines.map(({ rails }) => rails.trimEnd().length));
  const head = railColumns + 1 + KIND_COLUMNS + 2;
  return lines
    .map(({ rails, kind, text }) => {
      const mark = text.endsWith(START_MARK) ? START_MARK : '';
      const shown = text.slice(0, text.length - mark.length);
      const room = Math.max(width - head - mark.length, LEAST_TEXT);
      return `${rails.trimEnd().padEnd(railColumns)} ${kind.padEnd(KIND_COLUMNS)}  ${fitted(shown, room)}${mark}`;
    })
    .map((line) => line.trimEnd())
    .join('\n');
};

const START_MARK = ' ◀';

const linesOf = (graph: LineageGraph): Line[] => {
  const lines: Line[] = [];
  /** What each rail leads to. */
  let rails: (string | undefined)[] = [];
  for (const node of inOrderOfOrigin(graph)) {
    const ends = rails.flatMap((target, column) => (target === node.id ? [column] : []));
    const column = ends[0] ?? freeColumn(rails);
    if (ends.length > 1) lines.push({ rails: joined(rails, ends), kind: '', text: '' });
    rails = rails.map((target) => (target === node.id ? undefined : target));
    const name = `${node.name}${graph.start === node.id ? START_MARK : ''}`;
    lines.push({ rails: placed(drawnRails(rails), column, MARKS[node.kind]).join(' '), kind: node.kind, text: name });
    const targets = new Set(graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to));
    const starts = [...targets].map((target, index) => {
      const at = index === 0 ? column : freeColumn(rails, column + 1);
      rails[at] = target;
      return at;
    });
    const more = [node.detail, node.uri].filter((text) => text !== undefined && text !== node.name).join('  ');
    const below = starts.length > 1 ? forked(rails, starts) : drawnRails(rails).join(' ');
    if (more || starts.length > 1) lines.push({ rails: below, kind: '', text: more });
    while (rails.length > 0 && rails.at(-1) === undefined) rails.pop();
  }
  return lines;
};

const freeColumn = (rails: readonly (string | undefined)[], from = 0): number => {
  for (let column = from; column < rails.length; column += 1) if (rails[column] === undefined) return column;
  return Math.max(rails.length, from);
};

const drawnRails = (rails: readonly (string | undefined)[]): string[] =>
  Array.from(rails, (target) => (target === undefined ? ' ' : '│'));

const placed = (cells: readonly string[], column: number, mark: string): string[] => {
  const drawn = Array.from({ length: Math.max(cells.length, column + 1) }, (_, index) => cells[index] ?? ' ');
  drawn[column] = mark;
  return drawn;
};

/** Rails that end at one node: `├─┴─┘`. */
const joined = (rails: readonly (string | undefined)[], columns: readonly number[]): string =>
  crossbar(drawnRails(rails), columns, '┴', '┘');

/** Rails that begin at one node: `├─┬─┐`. */
const forked = (rails: readonly (string | undefined)[], columns: readonly number[]): string =>
  crossbar(drawnRails(rails), columns, '┬', '┐');

const crossbar = (cells: readonly string[], columns: readonly number[], between: string, end: string): string => {
  const [first, last] = [Math.min(...columns), Math.max(...columns)];
  return cells
    .map((cell, column) => {
      const across = column >= first && column < last;
      const drawn =
        column === first
          ? '├'
          : column === last
            ? end
            : columns.includes(column)
              ? between
              : across
                ? cell === '│'
                  ? '┼'
                  : '─'
                : cell;
      return drawn + (across ? '─' : ' ');
    })
    .join('');
};

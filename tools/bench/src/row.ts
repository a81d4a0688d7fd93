/** One line of the table: a figure, what stands beside it in the same run, and the target that it is held against. */

export type Unit = 'requests/s' | 'metrics/s' | 'records/s' | 'rows/s' | 'MB/s' | 'MB' | 'kB' | 'ms' | 's' | 'x';

/** `measured` is a rate where more is better; `atMost` bounds a time or a size. */
export type Target =
  | { readonly kind: 'ratio'; readonly atLeast: number }
  | { readonly kind: 'least'; readonly atLeast: number }
  | { readonly kind: 'most'; readonly atMost: number };

export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly unit: Unit;
  /** A peer or a floor, measured in the same run in the same unit. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** Absent for a figure that others are read by. */
  readonly target?: Target;
}

/** The figure over what stands beside it. */
export const ratioOf = ({ measured, beside }: Row): number | undefined => beside && measured / beside.value;

export const meets = (row: Row): boolean => {
  const { target, measured } = row;
  if (!target) return true;
  switch (target.kind) {
    case 'ratio':
      return (ratioOf(row) ?? 0) >= target.atLeast;
    case 'least':
      return measured >= target.atLeast;
    case 'most':
      return measured <= target.atMost;
  }
};

const shown = (value: number, unit: Unit): string => {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
};

const targetText = ({ target, unit }: Row): string => {
  if (!target) return '';
  if (target.kind === 'ratio') return `>= ${target.atLeast} of it`;
  return target.kind === 'least' ? `>= ${shown(target.atLeast, unit)}` : `<= ${shown(target.atMost, unit)}`;
};

/** The rows as a Markdown table, its columns aligned. */
export const tableOf = (rows: readonly Row[]): string => {
  const cells = [
    ['what', 'measured', 'beside it in the same run', 'ratio', 'target', ''],
    ...rows.map((row) => [
      row.what,
      shown(row.measured, row.unit),
      row.beside ? `${row.beside.what}: ${shown(row.beside.value, row.unit)}` : '',
      ratioOf(row)?.toFixed(2) ?? '',
      targetText(row),
      row.target ? (meets(row) ? 'ok' : 'miss') : '',
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
};

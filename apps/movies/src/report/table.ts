/** A table in a notebook. */
import { display, escapeMarkup, type Displayable } from './display.ts';

/** Rows of one shape, as an HTML table and as aligned text; numbers are set right, fractions with four digits. */
export function table(rows: readonly Record<string, string | number>[]): Displayable {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => format(row[column] ?? '')));
  const right = columns.map((column) => rows.every((row) => typeof row[column] === 'number'));
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((row) => row[at]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (right[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  const htmlRow = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell, at) => `<${tag}${right[at] ? ' style="text-align:right"' : ''}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;
  return display({
    'text/plain': [columns, rule, ...cells].map(line).join('\n'),
    'text/html': `<table><thead>${htmlRow(columns, 'th')}</thead><tbody>${cells.map((row) => htmlRow(row, 'td')).join('')}</tbody></table>`,
  });
}

function format(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}

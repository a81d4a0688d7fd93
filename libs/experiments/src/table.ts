/** Tables as the SageMaker SDK writes them. */

/** Rows as objects, or columns of equal length by name. */
export type Table = readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, readonly unknown[]>>;

export interface TableDocument {
  readonly type: 'Table';
  readonly version: 0;
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly type: 'number' | 'boolean' | 'string' }[];
  /** Columns by name. */
  readonly data: Readonly<Record<string, readonly unknown[]>>;
}

const typeOf = (column: readonly unknown[]): 'number' | 'boolean' | 'string' => {
  for (const type of ['number', 'boolean'] as const) {
    if (column.length > 0 && column.every((value) => typeof value === type)) return type;
  }
  return 'string';
};

const isRows = (table: Table): table is readonly Readonly<Record<string, unknown>>[] => Array.isArray(table);

/** A cell that a row lacks is null. */
export const tableDocument = (title: string, table: Table): TableDocument => {
  const columns: Record<string, readonly unknown[]> = {};
  if (isRows(table)) {
    for (const name of new Set(table.flatMap((row) => Object.keys(row)))) {
      columns[name] = table.map((row) => row[name] ?? null);
    }
  } else Object.assign(columns, table);
  const fields = Object.entries(columns).map(([name, column]) => ({ name, type: typeOf(column) }));
  return { type: 'Table', version: 0, title, fields, data: columns };
};

/** Keyset paging: one page of a table, and the opaque token that names where the next one begins. */
import { createHash } from 'node:crypto';
import { validationException } from '../wire/aws-error.ts';
import type { Condition } from './page-filter.ts';
import type { SqlValue, Store } from './store.ts';

export interface PageQuery {
  /** The list operation's name: a token serves only the operation, owner, filters and sort that made it. */
  readonly operation: string;
  readonly table: string;
  /** What to read of each row; the columns of `sort` are read anyway. */
  readonly columns: readonly string[];
  /** Fixes `account` and `region` of the rows; a {@link CallContext} will do. */
  readonly scope: { readonly accountId: string; readonly region: string };
  /** Filters; absent ones are skipped. */
  readonly where?: readonly (Condition | undefined)[];
  /** Columns (never null) to sort by, all in `order`; together they are unique within the scope. Give them an index. */
  readonly sort: readonly [string, ...string[]];
  readonly order: 'Ascending' | 'Descending';
  /** Rows per page; SageMaker's default is 10. */
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  /** The error for a token that this query did not make; a ValidationException unless told otherwise. */
  readonly invalidToken?: () => Error;
}

export interface Page<Row> {
  readonly rows: Row[];
  /** Where the next page begins; absent on the last one. */
  readonly nextToken?: string;
}

const DEFAULT_MAX_RESULTS = 10;

type Position = readonly (string | number)[];

/** Reads one page. Pages neither repeat nor skip a row that stays, whatever is added or deleted between them. */
export const page = <Row extends object>(store: Store, query: PageQuery): Page<Row> => {
  const { scope, sort, maxResults = DEFAULT_MAX_RESULTS } = query;
  const conditions: Condition[] = [
    { sql: 'account = ? and region = ?', values: [scope.accountId, scope.region] },
    ...(query.where ?? []).filter((condition) => condition !== undefined).map((condition) => inOrder(condition, sort)),
  ];
  const binding = JSON.stringify([query.operation, query.table, conditions, sort, query.order]);
  if (query.nextToken) {
    const position = decodeToken(query.nextToken, binding, sort.length);
    if (!position) throw (query.invalidToken ?? invalidNextToken)();
    conditions.push(beyond(sort, query.order, position));
  }
  const rows = store.all<Record<string, SqlValue>>(
    pageSql(query, conditions),
    ...conditions.flatMap(({ values }) => values),
    maxResults + 1,
  );
  const shown = rows.slice(0, maxResults);
  const last = shown.at(-1);
  if (rows.length <= maxResults || !last) return { rows: shown as Row[] };
  const position = sort.map((column) => last[column] as string | number);
  return { rows: shown as Row[], nextToken: encodeToken(position, binding) };
};

/** A unary plus keeps SQLite from searching by a bound that is not the sort's, which would make it sort all it finds. */
const inOrder = (condition: Condition, [first]: readonly string[]): Condition =>
  condition.bounds === undefined || condition.bounds === first ? condition : { ...condition, sql: `+${condition.sql}` };

const invalidNextToken = (): Error => validationException('Invalid pagination token.');

const pageSql = (query: PageQuery, conditions: readonly Condition[]): string => {
  const columns = [...new Set([...query.columns, ...query.sort])];
  const direction = query.order === 'Ascending' ? 'asc' : 'desc';
  return (
    `select ${columns.join(', ')} from ${query.table} where ${conditions.map(({ sql }) => sql).join(' and ')} ` +
    `order by ${query.sort.map((column) => `${column} ${direction}`).join(', ')} limit ?`
  );
};

const beyond = (sort: readonly string[], order: PageQuery['order'], position: Position): Condition => ({
  sql: `(${sort.join(', ')}) ${order === 'Ascending' ? '>' : '<'} (${sort.map(() => '?').join(', ')})`,
  values: position,
});

const checksum = (position: Position, binding: string): string =>
  createHash('sha256').update(JSON.stringify(position)).update(binding).digest('base64url').slice(0, 22);

const encodeToken = (position: Position, binding: string): string =>
  Buffer.from(JSON.stringify([checksum(position, binding), ...position])).toString('base64url');

const decodeToken = (token: string, binding: string, length: number): Position | undefined => {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== length + 1) return undefined;
  const [sum, ...position] = parts as [unknown, ...Position];
  // A token is only as good as it was given out: the decoder of base64url ignores characters that are not of its alphabet.
  return sum === checksum(position, binding) && encodeToken(position, binding) === token ? position : undefined;
};

/** What moves a table: it becomes active when it is made or changed, and is gone once its items are. */
import type { Machine, Step } from '../../engine/engine.ts';
import { itemStores } from './item-stores.ts';
import { tablePrefix } from './table-items.ts';
import { deleteTable, updateTable, type Table } from './table.ts';

export interface TableState {
  /** As DescribeTable answers it. */
  readonly table: Table;
  /** What an update makes of it. */
  readonly wanted?: Table;
  /** Its items are deleted. */
  readonly gone?: true;
}

export interface TableEffect {
  readonly type: 'clear';
}

const CLEAR: TableEffect = { type: 'clear' };
const RETRY_MS = 1000;

export const tableMachineId = (tableId: string): string => `dynamodb-table/${tableId}`;

/** The table with a status, which its global indexes share. */
export const withStatus = (table: Table, status: 'CREATING' | 'UPDATING' | 'ACTIVE'): Table => ({
  ...table,
  TableStatus: status,
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({ ...index, IndexStatus: status })),
  }),
});

export const tableMachine: Machine<TableState, TableEffect> = {
  kind: 'dynamodb-table',

  advance(state, event, now): Step<TableState, TableEffect> {
    const { table } = state;
    switch (event.type) {
      case 'created':
        return { state, dueAt: now };
      case 'due':
        if (table.TableStatus === 'DELETING') return { state, effects: [CLEAR] };
        return { state: { table: withStatus(state.wanted ?? table, 'ACTIVE') } };
      case 'signal':
        if (event.name === 'delete') {
          const left: Table = { ...table, GlobalSecondaryIndexes: undefined, TableStatus: 'DELETING' };
          return { state: { table: left }, dueAt: null, effects: [CLEAR] };
        }
        return { state: { table: withStatus(table, 'UPDATING'), wanted: event.payload as Table }, dueAt: now };
      case 'failed':
        return { state, dueAt: now + RETRY_MS };
      case 'done':
        return { state: { ...state, gone: true }, finished: true };
    }
  },

  async perform(_effect, { plane, ref }) {
    const items = await itemStores(plane).of(ref.accountId, ref.region);
    await items.clear(tablePrefix(ref.id.slice(ref.id.indexOf('/') + 1)));
    return null;
  },

  project(store, _ref, { table, gone }) {
    if (gone) deleteTable(store, table.TableId);
    else updateTable(store, table);
  },
};

/**
 * GetSearchSuggestions: the property names that searches of a resource can use, by their beginning.
 * @source docs - names that begin with the hint; hyperparameters, tags and metrics among them
 * @source unverified - every property that a resource of the account has is suggested, in the order of names
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { Column } from './column.ts';
import { STEPS, type ElementTable } from './element-table.ts';
import type { Pace } from './pace.ts';
import { groupColumn } from './property-writer.ts';
import { requireResource } from './resources/index.ts';
import { indexesOf } from './search-indexes.ts';

const GROUP = groupColumn('');

export const getSearchSuggestions: SageMakerHandler<'GetSearchSuggestions'> = async (input, context) => {
  const resource = requireResource(input.Resource, 'GetSearchSuggestions');
  const hint = (input.SuggestionQuery?.PropertyNameQuery?.PropertyNameHint ?? '').toLowerCase();
  const names = await indexesOf(context.plane.store, resource).use(context, async ({ records, lists }, pace) => {
    const found = new Set<string>();
    for (const table of [records, ...lists.values()]) {
      for (const [name, column] of table.columns) {
        if (name.startsWith(GROUP) || !name.toLowerCase().startsWith(hint)) continue;
        if (await someLive(column, table, pace)) found.add(name);
      }
    }
    return [...found].sort();
  });
  return { PropertyNameSuggestions: names.map((PropertyName) => ({ PropertyName })) };
};

/** A column may hold nothing but values of records that are gone. */
const someLive = async ({ numbers, texts }: Column, table: ElementTable, pace: Pace): Promise<boolean> => {
  for (const { rows, length } of [numbers, texts]) {
    for (let at = 0; at < length; at += 1) {
      if (at % STEPS === 0 && pace.spent) await pace.pause();
      if (isLive(table, rows[at]!)) return true;
    }
  }
  return false;
};

const isLive = (table: ElementTable, row: number): boolean =>
  table.live[row] === 1 && (!table.parent || isLive(table.parent, table.parents[row]!));

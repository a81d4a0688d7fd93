/** What a data version costs to write, so that reverse items are declared with open eyes. */
import { recommendationsOf, type RecommendingModel } from './settings.ts';

export interface DataVersionCost {
  readonly items: { readonly users: number; readonly reverse: number; readonly total: number };
  /** Write request units: a unit for each KB begun of each item. */
  readonly writeUnits: { readonly users: number; readonly reverse: number; readonly total: number };
  /** Write request units to let it expire once it is superseded: what DynamoDB then deletes is free of charge. */
  readonly expiryUnits: number;
  /** One sentence for people. */
  readonly says: string;
}

/** Names and overhead of an item of a user, in bytes, without its recommendations. */
const ITEM_OVERHEAD = 110;
/** Names and overhead of one recommendation, with its score. */
const ENTRY_OVERHEAD = 33;

/**
 * @param users rows of one data version: users times types times contents
 * @param idBytes mean length of the ids of contents
 */
export const dataVersionCost = (
  model: RecommendingModel,
  { users, idBytes = 8 }: { users: number; idBytes?: number },
): DataVersionCost => {
  const { limit, reverseItems } = recommendationsOf(model);
  const bytes = ITEM_OVERHEAD + limit * (ENTRY_OVERHEAD + idBytes);
  const units = users * Math.ceil(bytes / 1024);
  const reverse = reverseItems ? users * limit : 0;
  const count = (value: number) => value.toLocaleString('en');
  const says = reverseItems
    ? `${count(users)} rows are ${count(units)} write units; who was recommended what adds ${count(reverse)} items and as many units, ` +
      `${(1 + reverse / Math.max(units, 1)).toFixed(1)} times as much.`
    : `${count(users)} rows are ${count(units)} write units.`;
  return {
    items: { users, reverse, total: users + reverse },
    writeUnits: { users: units, reverse, total: units + reverse },
    expiryUnits: units + reverse,
    says,
  };
};

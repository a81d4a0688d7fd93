/** Asks a list operation, and keeps why it could not be asked. */
import type { Found } from './evidence.ts';
import { refusalOf } from './missing.ts';

export const find = async <Item>(call: string, ask: () => Promise<readonly Item[]>): Promise<Found<Item>> => {
  try {
    return { call, items: await ask() };
  } catch (error) {
    return { call, items: [], refused: refusalOf(error) };
  }
};

/** Work on many items, during which other calls have their turns. */
import { Pace } from '../search/pace.ts';

/** Items that are cheap enough to be worked on before the clock is read. */
const ITEMS_AT_ONCE = 32;

export const pacedEach = async <Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> => {
  const pace = new Pace();
  let visited = 0;
  for (const item of items) {
    if (visited % ITEMS_AT_ONCE === 0 && pace.spent) await pace.pause();
    visited += 1;
    visit(item);
  }
};

/** Items of a range as dynalite reads them: a stream of events that ends when it is destroyed. */
import { Stream } from 'node:stream';
import type { Item } from './dynalite.ts';
import type { ItemStore, KeyRange } from './item-store.ts';

/**
 * A page ends at 1 MiB of items as DynamoDB counts them. Written out, an item takes at most a dozen times that, so no
 * page needs more than this much text, even where dynalite does not say when it has enough.
 */
const MOST_TEXT = 16 * 1024 * 1024;

export class RangeStream extends Stream {
  #destroyed = false;

  constructor(items: ItemStore, range: KeyRange) {
    super();
    void this.#read(items, range);
  }

  destroy(): void {
    this.#destroyed = true;
  }

  async #read(items: ItemStore, range: KeyRange): Promise<void> {
    let text = 0;
    try {
      for await (const chunk of items.entries(range)) {
        for (const [, value] of chunk) {
          if (this.#destroyed) return;
          text += value.length;
          this.emit('data', JSON.parse(value) as Item);
        }
        if (text > MOST_TEXT) break;
      }
      this.emit('end');
    } catch (error) {
      this.emit('error', error);
    }
  }
}

/** The item stores of a plane, one per account and region, opened when they are first used. */
import { join } from 'node:path';
import type { PlaneServices } from '../../service.ts';
import { ItemStore } from './item-store.ts';

export class ItemStores {
  readonly #dir: string;
  readonly #open = new Map<string, Promise<ItemStore>>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  of(accountId: string, region: string): Promise<ItemStore> {
    const name = encodeURIComponent(`${accountId}-${region}`);
    let opening = this.#open.get(name);
    if (!opening) {
      opening = this.#openAt(name);
      this.#open.set(name, opening);
      // A disk that was full is tried again by whoever comes next.
      opening.catch(() => this.#open.delete(name));
    }
    return opening;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const opening of open) await (await opening.catch(() => undefined))?.close();
  }

  async #openAt(name: string, after?: ItemStore): Promise<ItemStore> {
    await after?.close();
    const opened: ItemStore = await ItemStore.open(join(this.#dir, name), () => {
      const again = this.#openAt(name, opened);
      again.catch(() => this.#open.delete(name));
      this.#open.set(name, again);
    });
    return opened;
  }
}

const stores = new WeakMap<PlaneServices, ItemStores>();

export const itemStores = (plane: PlaneServices): ItemStores => {
  const known = stores.get(plane) ?? new ItemStores(join(plane.dir, 'dynamodb'));
  stores.set(plane, known);
  return known;
};

/** The index of one resource in one account and region: every property of every record, in columns, in memory. */
import { ElementTable, STEPS } from './element-table.ts';
import type { Pace } from './pace.ts';
import { propertyWriter } from './property-writer.ts';
import { Scratch } from './scratch.ts';

/** Gone records that are left lie in the columns until there are so many, and half as many as those that live. */
const SWEEP_AT = 2000;

export class RecordIndex {
  readonly records = new ElementTable();
  /** The tables of lists, by the list's property name. */
  readonly lists = new Map<string, ElementTable>();
  /** The key of the database row behind each record's number. */
  readonly ids: number[] = [];
  /** Of the search that uses the index now. */
  readonly scratch = new Scratch();
  readonly #shape: string;
  readonly #rowOf = new Map<number, number>();
  /** Numbers of records that are gone, but still in columns. */
  #gone: number[] = [];
  #write: ReturnType<typeof propertyWriter> | undefined;

  /** `shape` names the records' structure in the service's model. */
  constructor(shape: string) {
    this.#shape = shape;
  }

  get size(): number {
    return this.#rowOf.size;
  }

  /** Without the rows' keys. */
  get bytes(): number {
    let bytes = this.records.bytes + this.scratch.size;
    for (const list of this.lists.values()) bytes += list.bytes;
    return bytes;
  }

  /** Puts a record in the place of the one that the database row had. */
  put(id: number, record: object): void {
    this.remove(id);
    const row = this.records.add();
    this.ids[row] = id;
    this.#rowOf.set(id, row);
    this.#write ??= propertyWriter(this.#shape, this.records, (name, parent) => this.#list(name, parent));
    this.#write(row, record);
  }

  remove(id: number): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    this.#rowOf.delete(id);
    this.records.live[row] = 0;
    this.#gone.push(row);
  }

  /** Frees what gone records take, once that is worth it. */
  async sweep(pace: Pace): Promise<void> {
    if (this.#gone.length < SWEEP_AT || this.#gone.length < this.size / 2) return;
    const gone = this.#gone;
    this.#gone = [];
    this.#write = undefined;
    // A list comes after the one that holds it.
    for (const list of this.lists.values()) {
      const lost: number[] = [];
      for (let row = 0; row < list.size; row += 1) {
        if (row % STEPS === 0 && pace.spent) await pace.pause();
        if (list.live[row] && !list.parent!.live[list.parents[row]!]) {
          list.live[row] = 0;
          lost.push(row);
        }
      }
      await list.sweep(pace, lost);
    }
    await this.records.sweep(pace, gone);
  }

  #list(name: string, parent: ElementTable): ElementTable {
    let list = this.lists.get(name);
    if (!list) {
      list = new ElementTable(parent);
      this.lists.set(name, list);
    }
    return list;
  }
}

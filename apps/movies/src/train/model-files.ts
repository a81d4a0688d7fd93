/**
 * The recommender's files: `model.bin` holds its arrays one after another, little-endian; `model.json` says which they
 * are, and holds what is not an array. The same weights and titles give the same bytes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recommender } from './recommender.ts';

/** A recommender with the names of its movies: what is served. */
export interface MovieModel {
  recommender: Recommender;
  titles: Map<number, string>;
}

const FORMAT = 'gradus-movies-1';
const types = { Int32Array, Uint32Array, Float32Array };
type Column = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

interface Header {
  format: string;
  recency: number;
  arrays: { name: string; type: keyof typeof types; length: number }[];
  titles: [number, string][];
}

/** Writes `model.json` and `model.bin` into `folder`, which is made when missing. Titles of unknown movies are left out. */
export function saveModel(folder: string, { recommender, titles }: MovieModel): void {
  const arrays = Object.entries(arraysOf(recommender)) as [string, Column][];
  const header: Header = {
    format: FORMAT,
    recency: recommender.recency,
    arrays: arrays.map(([name, array]) => ({
      name,
      type: array.constructor.name as keyof typeof types,
      length: array.length,
    })),
    titles: Array.from(recommender.data.items)
      .filter((code) => titles.has(code))
      .map((code) => [code, titles.get(code)!]),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.json'), `${JSON.stringify(header)}\n`);
  writeFileSync(
    join(folder, 'model.bin'),
    Buffer.concat(arrays.map(([, array]) => Buffer.from(array.buffer, array.byteOffset, array.byteLength))),
  );
}

/**
 * Reads what `saveModel` wrote.
 * @throws Error when a file is missing, or is not of this format.
 */
export function loadModel(folder: string): MovieModel {
  const header = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as Header;
  if (header.format !== FORMAT) {
    throw new Error(`${join(folder, 'model.json')}: format "${header.format}", expected "${FORMAT}". Train again.`);
  }
  const bytes = readFileSync(join(folder, 'model.bin'));
  const size = header.arrays.reduce((sum, { length }) => sum + length * 4, 0);
  if (bytes.length !== size) {
    throw new Error(`${join(folder, 'model.bin')}: ${bytes.length} bytes, expected ${size}. The file is damaged.`);
  }
  // Copied into a buffer of its own: a pooled Buffer need not start at a multiple of four.
  const buffer = new Uint8Array(bytes).buffer;
  let at = 0;
  const arrays = Object.fromEntries(
    header.arrays.map(({ name, type, length }) => {
      const array = new types[type](buffer, at, length);
      at += array.byteLength;
      return [name, array];
    }),
  ) as unknown as ReturnType<typeof arraysOf>;
  const { neighbourOffsets, neighbourItem, neighbourSimilarity, ...data } = arrays;
  const neighbours = { offsets: neighbourOffsets, item: neighbourItem, similarity: neighbourSimilarity };
  return { recommender: { data, recency: header.recency, neighbours }, titles: new Map(header.titles) };
}

/** Each array by its name in the file; the order is the file's. */
function arraysOf({ data: { users, items, offsets, item, step, popularity }, neighbours }: Recommender) {
  return {
    users,
    items,
    offsets,
    item,
    step,
    popularity,
    neighbourOffsets: neighbours.offsets,
    neighbourItem: neighbours.item,
    neighbourSimilarity: neighbours.similarity,
  };
}

/**
 * Whether attribute values are written just as they are kept. dynalite looks at every value too, and says what is wrong
 * with one, but takes several times as long as everything else that is done with an item.
 */
import type { Json } from './dynalite.ts';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string';

/** False for bytes, which are seldom, and for everything that is nested too deep. */
const isWellTyped = (value: unknown, depth: number): boolean => {
  if (!isObject(value) || depth > DEEPEST) return false;
  const types = Object.keys(value);
  if (types.length !== 1) return false;
  const held = value[types[0]!];
  switch (types[0]) {
    case 'S':
    case 'N':
      return typeof held === 'string';
    case 'BOOL':
    case 'NULL':
      return typeof held === 'boolean';
    case 'SS':
    case 'NS':
      return Array.isArray(held) && held.every(isText);
    case 'L':
      return Array.isArray(held) && held.every((each) => isWellTyped(each, depth + 1));
    case 'M':
      return isWellTypedItem(held, depth + 1);
    default:
      return false;
  }
};

const DEEPEST = 32;

/** Whether it is an item, or a key, of values that are written just as they are kept. */
export const isWellTypedItem = (item: unknown, depth = 0): boolean => {
  if (!isObject(item)) return false;
  for (const name of Object.keys(item)) if (!isWellTyped(item[name], depth)) return false;
  return true;
};

/** Whether a request has but one member, and that one an object with but one of the members. */
const isWellTypedWrite = (write: unknown): boolean => {
  if (!isObject(write)) return false;
  const [kind, ...others] = Object.keys(write);
  const content = write[kind ?? ''];
  if (others.length > 0 || !isObject(content) || Object.keys(content).length !== 1) return false;
  if (kind === 'PutRequest') return isWellTypedItem(content['Item']);
  return kind === 'DeleteRequest' && isWellTypedItem(content['Key']);
};

/** Whether they are the `RequestItems` of a BatchWriteItem, with items and keys written just as they are kept. */
export const areWellTypedWrites = (requests: unknown): boolean =>
  isObject(requests) &&
  Object.values(requests).every((writes) => Array.isArray(writes) && writes.every(isWellTypedWrite));

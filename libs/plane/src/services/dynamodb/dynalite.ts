/** What the plane uses of dynalite: how DynamoDB checks a request, and what it does with the items of a table. */
import { createRequire } from 'node:module';
import { AwsError } from '../../wire/aws-error.ts';
import { areWellTypedWrites, isWellTypedItem } from './well-typed.ts';

/** A request or an answer as it travels: DynamoDB JSON, bytes in base64. */
export type Json = Record<string, unknown>;

/** `{ S: 'text' }`, `{ N: '1' }`, … */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

type Done<Result> = (error?: unknown, result?: Result) => void;

/** One table's items, or one index's. Each call ends before it returns, so that an action is one step of the store. */
export interface DynaliteItems {
  get(key: string, done: Done<Item>): void;
  put(key: string, item: Item, done: Done<void>): void;
  del(key: string, done: Done<void>): void;
  /** Nothing comes between an action's first read and its last write: there is nobody to lock out. */
  lock(key: string, run: (release: <Callback>(callback: Callback) => Callback) => void): void;
  createValueStream(range: object): NodeJS.EventEmitter;
}

/** The store that dynalite's actions work on. */
export interface DynaliteStore {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, done: Done<object>): void;
  getItemDb(table: string): DynaliteItems;
  getIndexDb(kind: string, table: string, index: string): DynaliteItems;
}

export type DynaliteAction = (store: DynaliteStore, data: Json, done: Done<Json>) => void;

export interface DynaliteTypes {
  readonly [member: string]: object;
}

interface Validation {
  readonly types: DynaliteTypes;
  readonly custom?: (data: Json, store: DynaliteStore) => string | undefined;
}

interface Validations {
  checkTypes(data: Json, types: DynaliteTypes): Json;
  checkValidations(data: Json, types: DynaliteTypes, custom: Validation['custom'], store: DynaliteStore): void;
}

interface Keys {
  /** Where an item of a table stands among the others. */
  createKey(item: Item, table: object): string;
}

const load = createRequire(import.meta.url); // CommonJS without types, loaded when a table is first used

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export const dynaliteAction = (operation: string): DynaliteAction =>
  load(`dynalite/actions/${lowerFirst(operation)}`) as DynaliteAction;

export const dynaliteKeys = (): Keys => load('dynalite/db') as Keys;

/** The AwsError of what dynalite says is wrong; anything else is a fault of the plane and stays what it is. */
export const dynaliteError = (error: unknown): unknown => {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, string> };
  if (statusCode === undefined || body === undefined) return error;
  const code = body['__type']!.split('#').at(-1)!;
  return new AwsError(code, statusCode, body['message'] ?? body['Message'] ?? '');
};

/** Members that DynamoDB has got since, as dynalite's tables would have them. */
const NEWER: Readonly<Record<string, DynaliteTypes>> = Object.fromEntries([
  ['Scan', { ConsistentRead: { type: 'Boolean' } }],
  ...['DeleteItem', 'PutItem', 'UpdateItem'].map((operation) => [
    operation,
    { ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] } },
  ]),
]) as Record<string, DynaliteTypes>;

/** The members that hold whole items, and whether such a one need not be taken apart to be checked. */
const HEAVY: Readonly<Partial<Record<string, readonly [member: string, isWellTyped: (value: unknown) => boolean]>>> = {
  BatchWriteItem: ['RequestItems', areWellTypedWrites],
  PutItem: ['Item', isWellTypedItem],
};

/** The members of an operation's input that dynalite knows. */
export const dynaliteMembers = (operation: string): readonly string[] =>
  Object.keys({ ...validationOf(operation).types, ...NEWER[operation] });

const validationOf = (operation: string): Validation =>
  load(`dynalite/validations/${lowerFirst(operation)}`) as Validation;

/**
 * Checks a request in DynamoDB's words and reads its expressions.
 * @returns what the operation's action takes
 * @throws AwsError ValidationException or SerializationException
 */
export const checkRequest = (operation: string, input: Json, store: DynaliteStore): Json => {
  const validations = load('dynalite/validations') as Validations;
  const { custom, ...validation } = validationOf(operation);
  const types = { ...validation.types, ...NEWER[operation] };
  try {
    const [member, isWellTyped] = HEAVY[operation] ?? [];
    const whole = member !== undefined && isWellTyped!(input[member]);
    const data = validations.checkTypes(whole ? { ...input, [member]: undefined } : input, types);
    if (whole) data[member] = input[member];
    validations.checkValidations(data, types, custom, store);
    return data;
  } catch (error) {
    // A null where a value must be, which it looks into.
    if (error instanceof TypeError) throw new AwsError('ValidationException', 400, EMPTY_VALUE);
    if (error instanceof RangeError) throw new AwsError('ValidationException', 400, TOO_DEEP);
    throw dynaliteError(error);
  }
};

const EMPTY_VALUE = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
const TOO_DEEP = 'Nesting Levels have exceeded supported limits';

/** Where BatchGetItem is more than dynalite makes of it: 16 MB an answer, and the rest to be asked for in the same way. */
import type { Json } from './dynalite.ts';

const MIB = 1024 * 1024;

/** dynalite ends an answer at 1 MiB and an item of this size. */
export const BATCH_GET_ITEM_SIZE = 15 * MIB;

/**
 * An answer whose unprocessed keys come with what was asked of their tables, which dynalite drops in part.
 * @param requests the request's `RequestItems`
 */
export const batchGetAnswer = (answer: Json, requests: Json): Json => ({
  ...answer,
  UnprocessedKeys: Object.fromEntries(
    Object.entries(answer['UnprocessedKeys'] as Json).map(([table, rest]) => [
      table,
      { ...(requests[table] as Json), Keys: (rest as Json)['Keys'] },
    ]),
  ),
});

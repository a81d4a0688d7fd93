/**
 * The journal of a group: numbered objects in S3, each written once under `If-None-Match: *`, so that of two who write the
 * same number exactly one does. It orders the changes of the registry, for which AWS has no compare-and-set.
 */
import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { errors } from '../errors.ts';
import type { RegistryContext } from '../registry-context.ts';
import type { Change, Entry } from './entry.ts';
import { SEALED, sealedPrefix, sealEntries, serialName } from './sealed-entries.ts';

/** How often a write that others were faster with is tried on top of theirs. */
const MAX_ATTEMPTS = 100;
const READ_AT_ONCE = 16;

const prefixOf = ({ environment }: RegistryContext, group: string): string =>
  environment.key(group, 'registry', 'journal', '');

/** Objects never change, so each is read once by a client; the entity tag tells one bucket's from another's of its name. */
const known = new WeakMap<object, Map<string, readonly Entry[]>>();

/** Every entry, oldest first; none where nothing was changed yet. */
export const readJournal = async (registry: RegistryContext, group: string): Promise<readonly Entry[]> =>
  (await readWhole(registry, group)).entries;

interface Whole {
  readonly entries: readonly Entry[];
  /** How many of them are copied. */
  readonly sealed: number;
}

async function readWhole(registry: RegistryContext, group: string): Promise<Whole> {
  const { s3 } = registry.clients;
  const copies = await list(registry, sealedPrefix(registry, group));
  const sealed = copies.length * SEALED;
  const prefix = prefixOf(registry, group);
  const single = await list(registry, prefix, `${prefix}${serialName(sealed)}`);
  const found = [...copies, ...single];
  const cache = known.get(s3) ?? new Map<string, readonly Entry[]>();
  known.set(s3, cache);
  const missing = found.filter(({ tag }) => !cache.has(tag));
  for (let start = 0; start < missing.length; start += READ_AT_ONCE) {
    await Promise.all(
      missing.slice(start, start + READ_AT_ONCE).map(async ({ key, tag }) => {
        cache.set(tag, [await readObject<Entry | Entry[]>(registry, key)].flat());
      }),
    );
  }
  const entries = found.flatMap(({ tag }) => cache.get(tag)!);
  return { entries: entries.sort((one, other) => one.serial - other.serial), sealed };
}

/** The objects below a prefix, by name. */
const list = async ({ clients, environment }: RegistryContext, Prefix: string, StartAfter?: string) => {
  const found: { readonly key: string; readonly tag: string }[] = [];
  const input = { Bucket: environment.bucket, Prefix, StartAfter };
  try {
    for await (const page of paginateListObjectsV2({ client: clients.s3 }, input)) {
      found.push(...(page.Contents ?? []).map(({ Key, ETag }) => ({ key: Key!, tag: `${Key!} ${ETag!}` })));
    }
  } catch (error) {
    if ((error as Error).name !== 'NoSuchBucket') throw error;
  }
  return found;
};

const readObject = async <Content>({ clients, environment }: RegistryContext, Key: string): Promise<Content> => {
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: environment.bucket, Key }));
  return JSON.parse(await Body!.transformToString()) as Content;
};

/**
 * Appends a change. When somebody else is faster, `decide` is asked again with what the journal holds then, and throws when the
 * change is no longer to be made.
 *
 * @param decide undefined: nothing is to be changed
 * @throws GradusError JOURNAL_BUSY, and what `decide` throws
 */
export async function appendEntry(
  registry: RegistryContext,
  group: string,
  { by, why }: { readonly by: string; readonly why: string },
  decide: (entries: readonly Entry[]) => Change | undefined,
): Promise<Entry | undefined> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { entries, sealed } = await readWhole(registry, group);
    const change = decide(entries);
    if (!change) return undefined;
    await sealEntries(registry, group, entries, sealed);
    const last = entries.at(-1);
    const at = Math.max(Date.now(), last ? Date.parse(last.at) + 1 : 0);
    const entry: Entry = {
      serial: (last?.serial ?? 0) + 1,
      id: randomUUID(),
      at: new Date(at).toISOString(),
      by,
      why,
      ...change,
    };
    if (await putNew(registry, group, entry)) return entry;
  }
  throw errors.make('JOURNAL_BUSY', `others change ${group} faster than this command can`, {
    remedy: 'Repeat it in a moment.',
  });
}

/** False when there is an entry of that number already. */
async function putNew(registry: RegistryContext, group: string, entry: Entry): Promise<boolean> {
  const { s3 } = registry.clients;
  const Bucket = registry.environment.bucket;
  const Key = `${prefixOf(registry, group)}${serialName(entry.serial)}`;
  const put = new PutObjectCommand({
    Bucket,
    Key,
    Body: `${JSON.stringify(entry, undefined, 2)}\n`,
    ContentType: 'application/json',
    IfNoneMatch: '*',
  });
  try {
    await s3.send(put);
    return true;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') {
      await s3.send(new CreateBucketCommand({ Bucket })).catch(unlessMadeMeanwhile);
      return false;
    }
    if (name !== 'PreconditionFailed' && name !== 'ConditionalRequestConflict') throw error;
    // The SDK repeats a request whose answer was lost: the entry that is in the way may be this one.
    return name === 'PreconditionFailed' && (await readObject<Entry>(registry, Key)).id === entry.id;
  }
}

const unlessMadeMeanwhile = (refusal: unknown): void => {
  if ((refusal as Error).name !== 'BucketAlreadyOwnedByYou') throw refusal;
};

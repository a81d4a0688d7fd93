/**
 * Every durable write of the verbs of recommendations is a point at which the plane is killed. After each, what was acknowledged is there, a repeat
 * completes, nothing tells the table from one that was never cut off, and readers saw the old data or the new, whole.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isUnreachable } from '@gradus/aws';
import { defineModel, type Model } from '@gradus/core';
import { killablePlane, waitFor, type KillablePlane } from '@gradus/plane/testing';
import {
  bucketOf,
  dataHistory,
  ensureRecommendationTable,
  expireSuperseded,
  listDataVersions,
  parseKey,
  rollbackData,
  servedData,
  switchData,
  tableName,
  tryData,
  writeRecommendations,
  type RecommendationRow,
} from '@gradus/serving/recommendations';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { recommendHandler } from './recommend-handler.ts';
import { recommendationReader } from './recommendation-reader.ts';
import { event, settings } from './testing/api-events.ts';

const MINUTES = 300_000;
const NEVER = 0;
const NOW = Date.now();
const SHARE = 0.5;
/** So many that what they are recommended takes two requests to write. */
const MANY = 14;

const films: Model = defineModel({
  name: 'films',
  level: 0,
  notebook: { file: './films.ipynb' },
  serve: { recommendations: { types: ['like'], contents: ['movie'], limit: 2, reverseItems: true } },
});
/** One user whom the trial takes in, one whom it leaves out, and one whom nobody knows. */
const READERS = ['0', '1', 'nobody'];

const rowsOf = (version: string, users = 2): RecommendationRow[] => {
  const items = (whose: string) =>
    [1, 2].map((rank) => ({ ContentID: `${version}-${whose}-${rank}`, Score: 3 - rank }));
  return [
    { popular: true, items: items('all') },
    ...Array.from({ length: users }, (_, user) => ({ user: String(user), items: items(String(user)) })),
  ];
};

let plane: KillablePlane;
let namespaces = 0;

interface Scene {
  readonly context: ReturnType<typeof contextNow>;
  readonly namespace: string;
  readonly table: string;
}
const contextNow = (namespace: string, dynamodb = plane.clients().dynamodb) => ({
  clients: { dynamodb, sts: plane.clients().sts },
  environment: { namespace, poll: { first: 5, most: 50 } },
});
type Context = Scene['context'];

const ask = { why: 'spec', by: 'ann', now: () => NOW };
const write = (version: string, context: Context, users?: number) =>
  writeRecommendations(films, version, rowsOf(version, users), context, {
    now: () => NOW - 100_000 + 1000 * Number(version),
  });

interface Verb {
  readonly name: string;
  /** What stands before. */
  readonly set: (context: Context) => Promise<unknown>;
  readonly run: (context: Context) => Promise<unknown>;
  /** Done again after the plane was killed. */
  readonly repeat: (context: Context) => Promise<unknown>;
  /** What each of the readers is served before, and after. */
  readonly serves: readonly [before: (user: string) => string, after: (user: string) => string];
}

const always = (version: string) => (): string => version;
const inTrial = (user: string): string => (bucketOf(user, '2') < SHARE ? '2' : '1');

const verbs: readonly Verb[] = [
  {
    name: 'writeRecommendations',
    set: async (context) => {
      await write('1', context);
      await switchData(films, '1', context, ask);
    },
    run: (context) => write('2', context, MANY),
    repeat: async (context) => {
      for await (const { version, state } of listDataVersions(films, context)) {
        if (version === '1' || state === 'complete') continue;
        await expect(switchData(films, '2', context, ask)).rejects.toMatchObject({ code: 'DATA_VERSION_INCOMPLETE' });
      }
      await write('2', context, MANY);
    },
    serves: [always('1'), always('1')],
  },
  {
    name: 'switchData',
    set: async (context) => {
      for (const version of ['1', '2', '3']) await write(version, context);
      for (const version of ['1', '2']) await switchData(films, version, context, ask);
    },
    run: (context) => switchData(films, '3', context, ask),
    repeat: async (context) => {
      await switchData(films, '3', context, ask);
      await expireSuperseded(films, context, ask);
    },
    serves: [always('2'), always('3')],
  },
  {
    name: 'tryData',
    set: async (context) => {
      for (const version of ['1', '2']) await write(version, context);
      await switchData(films, '1', context, ask);
    },
    run: (context) => tryData(films, '2', SHARE, context, ask),
    repeat: (context) => tryData(films, '2', SHARE, context, ask),
    serves: [always('1'), inTrial],
  },
  {
    name: 'rollbackData of a trial',
    set: async (context) => {
      for (const version of ['1', '2']) await write(version, context);
      await switchData(films, '1', context, ask);
      await tryData(films, '2', SHARE, context, ask);
    },
    run: (context) => rollbackData(films, context, ask),
    repeat: async (context) => {
      // Whether it was done is asked: what it takes back the second time is something else.
      if ((await servedData(films, context)).trial) await rollbackData(films, context, ask);
    },
    serves: [inTrial, always('1')],
  },
  {
    name: 'rollbackData',
    set: async (context) => {
      for (const version of ['1', '2']) await write(version, context);
      for (const version of ['1', '2']) await switchData(films, version, context, ask);
    },
    run: (context) => rollbackData(films, context, { ...ask, expected: '2' }),
    repeat: async (context) => {
      const { stable } = await servedData(films, context);
      const again = rollbackData(films, context, { ...ask, expected: '2' });
      if (stable === '2') await again;
      else await expect(again).rejects.toMatchObject({ code: 'DATA_SWITCH_LOST' });
    },
    serves: [always('2'), always('1')],
  },
];

type Item = Readonly<Record<string, AttributeValue>>;
const keyOf = ({ PK, SK }: Item): string => JSON.stringify([PK!.S, SK!.S]);
const textOf = (item: Item | undefined): string | undefined =>
  item && JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A client like another that notes what is sent for each key, and how much of it was acknowledged. */
const noting = (like: DynamoDBClient) => {
  const { region, credentials, endpoint } = like.config;
  const client = new DynamoDBClient({ region, credentials, endpoint: endpoint!, maxAttempts: 1 });
  const sent = new Map<string, { readonly key: Item; readonly texts: (string | undefined)[]; acknowledged: number }>();
  const note = (item: Item, text: string | undefined): (() => void) => {
    const { PK, SK } = item;
    const noted = sent.get(keyOf(item)) ?? { key: { PK: PK!, SK: SK! }, texts: [], acknowledged: 0 };
    sent.set(keyOf(item), noted);
    const count = noted.texts.push(text);
    return () => (noted.acknowledged = Math.max(noted.acknowledged, count));
  };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const notes = new Map<string, () => void>();
        if (commandName === PutItemCommand.name) {
          const { Item } = args.input as PutItemCommandInput;
          notes.set(keyOf(Item!), note(Item!, textOf(Item)));
        }
        if (commandName === BatchWriteItemCommand.name) {
          for (const { PutRequest, DeleteRequest } of Object.values(
            (args.input as BatchWriteItemCommandInput).RequestItems!,
          ).flat()) {
            const item = (PutRequest?.Item ?? DeleteRequest?.Key)!;
            notes.set(keyOf(item), note(item, textOf(PutRequest?.Item)));
          }
        }
        const answer = await next(args);
        const { UnprocessedItems = {} } = answer.output as BatchWriteItemCommandOutput;
        const left = Object.values(UnprocessedItems).flat();
        for (const { PutRequest, DeleteRequest } of left)
          notes.delete(keyOf((PutRequest?.Item ?? DeleteRequest?.Key)!));
        for (const acknowledge of notes.values()) acknowledge();
        return answer;
      },
    { step: 'initialize', name: 'noting' },
  );
  return {
    client,
    /** Keys whose item is neither what was acknowledged last nor what was sent after it. */
    lost: async ({ clients: { dynamodb } }: Context, TableName: string): Promise<string[]> => {
      const lost: string[] = [];
      for (const [name, { key, texts, acknowledged }] of sent) {
        if (acknowledged === 0) continue;
        const get = new GetItemCommand({ TableName, Key: key, ConsistentRead: true });
        const { Item } = await dynamodb.send(get);
        if (!texts.slice(acknowledged - 1).includes(textOf(Item))) lost.push(name);
      }
      return lost;
    },
  };
};

/**
 * Two environments of the function, over the death of the plane: one reads the pointer at every request, one keeps what it read first.
 * @param served what the users are served at first
 */
const reading = async (table: string, served: Verb['serves'][0]) => {
  const dynamodb = new DynamoDBClient({
    ...{ endpoint: plane.url, region: 'us-east-1', credentials: plane.credentials, maxAttempts: 1 },
  });
  const fresh = environmentOn(dynamodb, table, 10_000);
  const held = environmentOn(dynamodb, table, 0);
  await held.read();
  const state = { going: true };
  onTestFinished(() => void (state.going = false));
  const ended = (async () => {
    while (state.going) {
      await fresh.read();
      await held.read();
      await pause(5); // the plane has the same processors
    }
  })();
  return {
    /** Once it has read what is there at the end. @returns what was wrong */
    end: async (serves: Verb['serves'][1]): Promise<string[]> => {
      state.going = false;
      await ended;
      await fresh.read();
      await held.read();
      dynamodb.destroy();
      const wrong = [...fresh.faults, ...held.faults];
      for (const user of READERS) {
        const [before, after] = [served(user), serves(user)];
        const [now, kept] = [fresh, held].map(({ versions }) => versions.get(user)!.join());
        // Whoever was served the new data never gets the old again.
        if (![after, `${before},${after}`].includes(now!)) wrong.push(`${user} was served ${now}`);
        if (kept !== before) wrong.push(`${user} was served ${kept} by who knows of ${before} only`);
      }
      return wrong;
    },
  };
};

const environmentOn = (dynamodb: DynamoDBClient, table: string, msPerReading: number) => {
  let elapsed = 0;
  const clocks = { now: () => NOW, elapsed: () => (elapsed += msPerReading) };
  const reader = recommendationReader(dynamodb, table, clocks);
  const handler = recommendHandler({ settings: { ...settings, table }, reader, clocks, write: () => undefined });
  const versions = new Map(READERS.map((user) => [user, [] as string[]]));
  const faults = new Set<string>();
  const read = async (): Promise<void> => {
    for (const user of READERS) {
      const { statusCode, body } = await handler(event(user));
      if (statusCode === 503) continue;
      const { dataVersion, source, items } = JSON.parse(body!) as {
        readonly [Name in 'dataVersion' | 'source']: string;
      } & { readonly items: readonly { readonly contentId: string }[] };
      const whose = source === 'user' ? user : 'all';
      const whole = [1, 2].map((rank) => `${dataVersion}-${whose}-${rank}`);
      const got = items.map(({ contentId }) => contentId);
      if (statusCode !== 200 || got.join() !== whole.join() || (source === 'user') !== (user !== 'nobody')) {
        faults.add(`${user}: ${statusCode} ${body}`);
      }
      const seen = versions.get(user)!;
      if (seen.at(-1) !== dataVersion) seen.push(dataVersion);
    }
  };
  return { read, versions, faults };
};

const newScene = async (verb: Verb): Promise<Scene> => {
  namespaces += 1;
  const namespace = `spec${namespaces}`;
  const context = contextNow(namespace);
  await ensureRecommendationTable(films, context);
  await verb.set(context);
  return { context, namespace, table: tableName(films, namespace) };
};

/** Everything that can be seen of the table. */
const traceOf = async (context: Context, table: string): Promise<Record<string, unknown>> => {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await context.clients.dynamodb.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey }),
    );
    items.push(...page.Items!);
    ({ LastEvaluatedKey: ExclusiveStartKey } = page);
  } while (ExclusiveStartKey);
  const versions = [];
  for await (const { version, state, role, rows, reverseRows, digest, chunks } of listDataVersions(films, context)) {
    versions.push({ version, state, role, rows, reverseRows, digest, chunks });
  }
  const { stable, previous, trial, retired } = await servedData(films, context);
  const history = await dataHistory(films, context);
  return {
    recommended: items
      .filter(({ PK, SK }) => parseKey({ PK: PK!.S!, SK: SK!.S! }))
      .map(textOf)
      .sort(),
    // The newest switch may be in the pointer only.
    others: items.filter(({ PK }) => PK!.S !== 'P#history').length,
    ...{ versions, stable, previous, trial, retired },
    history: history.map(({ verb, from, to, share }) => [verb, from, to, share]),
  };
};

beforeAll(async () => {
  plane = await killablePlane([]);
  expect(new Set(READERS.map(inTrial)).size).toBe(2);
}, MINUTES);
afterAll(async () => {
  expect(await plane.end()).toEqual([]);
}, MINUTES);

describe.each(verbs)('$name', (verb) => {
  it('after SIGKILL of the plane at any of its durable writes', { timeout: MINUTES }, async ({ annotate }) => {
    const whole = await newScene(verb);
    await verb.run(whole.context);
    const expected = await traceOf(whole.context, whole.table);
    const points: string[] = [];
    for (let isKilled = true; isKilled;) {
      const { context, namespace, table } = await newScene(verb);
      await plane.atRest();
      const noted = noting(context.clients.dynamodb);
      const readers = await reading(table, verb.serves[0]);
      await plane.arm(points.length + 1);
      const refusal = await verb.run(contextNow(namespace, noted.client)).then(
        () => undefined,
        (error: unknown) => error,
      );
      // The client hears of it before the test does.
      if (isUnreachable(refusal)) await waitFor(() => plane.killed);
      await plane.atRest();
      isKilled = plane.killed;
      const where = `${points.length + 1} ${isKilled ? plane.points.at(-1) : 'never'}`;
      if (isKilled) {
        points.push(where);
        if (refusal !== undefined) expect(isUnreachable(refusal), `${where}: ${inspect(refusal)}`).toBe(true);
        await plane.restart();
        expect(await noted.lost(contextNow(namespace), table), where).toEqual([]);
        await verb.repeat(contextNow(namespace));
      } else {
        await plane.arm(NEVER);
        expect(refusal).toBeUndefined();
      }
      noted.client.destroy();
      expect(await traceOf(contextNow(namespace), table), where).toEqual(expected);
      expect(await readers.end(verb.serves[1]), where).toEqual([]);
    }
    await annotate(`${points.length} points: ${points.join('; ')}`);
    expect(points.length).toBeGreaterThan(2);
  });
});

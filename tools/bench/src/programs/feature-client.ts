/** A process that uses the feature store as a team's code does: through the library, with the SDK's client. */
import { awsClients } from '@gradus/aws';
import {
  ensureFeatureGroups,
  ingest,
  online,
  putRecord,
  waitForOffline,
  type FeatureStoreContext,
  type Receipt,
} from '@gradus/feature-store';
import { join } from 'node:path';
import { MODEL, NAMESPACE, rowOf, type GroupName, type RecordRow } from '../feature-records.ts';
import type { LoadResult } from '../load/job.ts';
import { REGION } from '../load/requests.ts';
import type { Profile } from '../process/bench-plane.ts';
import { optionsOf, serveParent } from '../process/serve-parent.ts';
import { percentile } from '../statistics.ts';

/** A question to this process. */
export type FeatureQuestion =
  | { readonly ask: 'make' }
  /** Writes records of the ids from 0, `hours` of event times from `from` on; `receipt` keeps one. */
  | {
      readonly ask: 'ingest';
      readonly group: GroupName;
      readonly records: number;
      readonly from: number;
      readonly hours: number;
      readonly receipt?: boolean;
    }
  /** Reads so many ids a call, one call after the other. */
  | { readonly ask: 'online'; readonly ids: number; readonly of: number; readonly milliseconds: number }
  /** Puts records one by one to whatever answers at `port`. */
  | {
      readonly ask: 'put';
      readonly port: number;
      readonly clients: number;
      readonly from: number;
      readonly milliseconds: number;
    }
  /** Waits until the offline store has what the last ingest with a receipt wrote. */
  | { readonly ask: 'wait' };

const { endpoint, profile, folder } = optionsOf<{ endpoint: string; profile: Profile; folder: string }>();
const store: FeatureStoreContext = {
  clients: awsClients({ region: REGION, connection: { endpoint, ...profile } }),
  environment: {
    ...{ account: '000000000000', region: REGION, bucket: 'bench-features', namespace: NAMESPACE },
    roleArn: 'arn:aws:iam::000000000000:role/bench',
    poll: { first: 20, most: 100 },
    key: (model, ...segments) => [`ns=${NAMESPACE}`, model, ...segments].join('/'),
  },
};

let receipt: Receipt | undefined;

function* rows(group: GroupName, records: number, from: number, hours: number): Generator<RecordRow> {
  for (let id = 0; id < records; id += 1) yield rowOf(group, id, from + Math.floor((id * hours * 3600) / records));
}

const clocked = async (work: () => Promise<unknown>): Promise<{ seconds: number }> => {
  const startedAt = performance.now();
  await work();
  return { seconds: (performance.now() - startedAt) / 1000 };
};

/** Calls without pause from `clients` at once, until the time is over. */
const repeat = async (clients: number, milliseconds: number, call: (index: number) => Promise<unknown>) => {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const { user, system } = process.cpuUsage();
  let next = 0;
  const client = async (): Promise<void> => {
    for (let now = performance.now(); now - startedAt < milliseconds;) {
      await call(next++);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsed = performance.now() - startedAt;
  const used = process.cpuUsage({ user, system });
  const result: LoadResult = {
    ...{ count: latencies.length, perSecond: (latencies.length / elapsed) * 1000 },
    ...{ p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), max: percentile(latencies, 1) },
    busy: (used.user + used.system) / 1000 / elapsed,
  };
  return result;
};

const answer = async (question: FeatureQuestion): Promise<unknown> => {
  switch (question.ask) {
    case 'make':
      await ensureFeatureGroups(MODEL, store);
      return {};
    case 'ingest': {
      const { group, records, from, hours } = question;
      const file = question.receipt ? { receipt: join(folder, `receipt-${from}`) } : {};
      return clocked(async () => {
        ({ receipt } = await ingest(MODEL, group, rows(group, records, from, hours), store, file));
      });
    }
    case 'online': {
      const { ids, of } = question;
      return repeat(1, question.milliseconds, (call) =>
        online(
          MODEL,
          'all',
          Array.from({ length: ids }, (_, index) => ({ id: `u${(call * 7919 + index) % of}` })),
          store,
        ),
      );
    }
    case 'put': {
      const { port, clients, from } = question;
      const connection = { endpoint: `http://127.0.0.1:${port}`, ...profile };
      const there = { clients: awsClients({ region: REGION, connection }), environment: store.environment };
      return repeat(clients, question.milliseconds, (call) =>
        putRecord(MODEL, 'narrow', rowOf('narrow', call % 10_000, from + call), there),
      );
    }
    case 'wait':
      return clocked(() => waitForOffline(MODEL, receipt!, store, { cache: join(folder, 'cache') }));
  }
};

serveParent({ ready: {}, answer });

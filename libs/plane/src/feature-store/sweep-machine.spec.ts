import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { Outbox } from '../engine/outbox.ts';
import type { PlaneServices } from '../service.ts';
import { Store } from '../store/store.ts';
import { waitFor } from '../testing/wait-for.ts';
import { FEATURE_STORE_SCHEMA } from './feature-store-schema.ts';
import { nextExpiry, putOnline, type OnlineRow } from './online-records.ts';
import { ensureSweep, sweepMachine } from './sweep-machine.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const OWNER = { accountId: '111111111111', region: 'us-east-1' };

let dir: string;
let store: Store;
let wall: number;
let clock: Clock;
let engine: Engine;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gradus-sweep-'));
  store = new Store(join(dir, 'plane.db'));
  store.migrate(FEATURE_STORE_SCHEMA);
  wall = START;
  clock = new Clock({ offset: 0, scale: 1, since: 0 }, () => wall);
  const onError = (error: unknown): void => expect.fail(String(error));
  engine = new Engine({ store, clock, outbox: new Outbox({ store, onError }), onError });
  engine.register(sweepMachine);
  engine.start({ store, clock } as PlaneServices);
});
afterEach(async () => {
  await engine.stop();
  store.close();
  rmSync(dir, { recursive: true });
});

const identifiers = (): string[] =>
  store
    .all<{ identifier: string }>('select identifier from feature_store_record order by identifier')
    .map(({ identifier }) => identifier);

const put = (...rows: OnlineRow[]): void => store.transaction(() => putOnline(store, 1, rows, clock.now()));

/** Moves the clock, and lets the engine know. */
const passUntil = (time: number): void => {
  wall = time;
  clock.set({});
};

it('removes records that have expired, and no others, more of them than one transaction holds', async () => {
  const row = (identifier: string, hours: number | null): OnlineRow => {
    return [identifier, START / 1000, hours === null ? null : START + hours * HOUR, '[]'];
  };
  for (let from = 0; from < 1100; from += 25) {
    put(...Array.from({ length: 25 }, (_, index) => row(`short-${from + index}`, 1)));
  }
  put(row('ever', null), row('later', 100));
  store.transaction(() => ensureSweep(engine, OWNER));
  passUntil(START + 2 * HOUR);
  await waitFor(() => identifiers().length === 2);
  expect(identifiers()).toEqual(['ever', 'later']);
  put(['soon', clock.now() / 1000, clock.now() + HOUR, '[]']);
  passUntil(START + 4 * HOUR);
  await waitFor(() => identifiers().length === 2);
  passUntil(START + 101 * HOUR);
  await waitFor(() => nextExpiry(store) === undefined);
  expect(identifiers()).toEqual(['ever']);
});

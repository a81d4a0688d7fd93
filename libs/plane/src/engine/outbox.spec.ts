import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlaneServices } from '../service.ts';
import { Store } from '../store/store.ts';
import { waitFor } from '../testing/wait-for.ts';
import { Outbox, type RecordedEvent } from './outbox.ts';

const OWNER = { accountId: '111111111111', region: 'us-east-1' };
const event = (n: number) => ({
  source: 'test',
  detailType: 'Counted',
  resources: ['r'],
  detail: { n, at: new Date(n) },
});

describe('Outbox', () => {
  let dir: string;
  let store: Store;
  let faults: unknown[];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'gradus-outbox-'));
    store = new Store(join(dir, 'plane.db'));
    store.migrate(['create table if not exists seen (n integer primary key)']);
    faults = [];
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });

  const counting = (handle: (event: RecordedEvent) => void = () => undefined): Outbox => {
    const outbox = new Outbox({ store, onError: (error) => faults.push(error) });
    outbox.follow({
      name: 'counter',
      handle: (each) => {
        store.run('insert into seen (n) values (?)', (each.detail as { n: number }).n);
        handle(each);
      },
    });
    return outbox;
  };
  const seen = (): number[] => store.all<{ n: number }>('select n from seen order by rowid').map(({ n }) => n);

  it('hands every event once, in order, to a follower, whose place outlives it', async () => {
    const given: RecordedEvent[] = [];
    const first = counting((each) => given.push(each));
    first.start({} as PlaneServices);
    for (let n = 1; n <= 250; n += 1) first.append(OWNER, n, event(n));
    await waitFor(() => seen().length === 250);
    expect(given[0]).toEqual({ ...event(1), ...OWNER, seq: 1, time: 1 });
    first.stop();
    first.append(OWNER, 251, event(251));
    const second = counting();
    second.start({} as PlaneServices);
    await waitFor(() => seen().length === 251);
    expect(seen()).toEqual(Array.from({ length: 251 }, (_, n) => n + 1));
    expect(faults).toEqual([]);
  });

  it('sees nothing of what was undone', async () => {
    const outbox = counting();
    outbox.start({} as PlaneServices);
    expect(() =>
      store.transaction(() => {
        outbox.append(OWNER, 1, event(1));
        throw new Error('no');
      }),
    ).toThrow('no');
    outbox.append(OWNER, 2, event(2));
    await waitFor(() => seen().length === 1);
    expect(seen()).toEqual([2]);
  });

  it('reports a follower that throws, undoes what it wrote, and goes on', async () => {
    const outbox = counting(({ seq }) => {
      if (seq === 1) throw new Error('a bug in a follower');
    });
    outbox.start({} as PlaneServices);
    outbox.append(OWNER, 1, event(1));
    outbox.append(OWNER, 2, event(2));
    await waitFor(() => seen().length === 1);
    expect(seen()).toEqual([2]);
    expect(faults).toEqual([expect.objectContaining({ message: 'a bug in a follower' })]);
  });
});

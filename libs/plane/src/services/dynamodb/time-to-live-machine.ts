/** What moves a table's time to live: items that are there are indexed, then what has expired is swept, again and again. */
import type { Machine } from '../../engine/engine.ts';
import { indexExpiries } from './index-expiries.ts';
import { itemStores } from './item-stores.ts';
import { expiryPrefix } from './expiry.ts';
import { sweepExpired } from './sweep-expired.ts';
import { saveTimeToLive, type TimeToLive } from './time-to-live.ts';

/**
 * How long an expired item stays readable, at most, in milliseconds of service time: AWS says within a few days; here
 * it is long enough to meet such items, and short enough to see them go.
 */
export const SWEEP_LAG_MS = 60_000;

const RETRY_MS = 1000;

export type TimeToLiveEffect =
  { readonly type: 'index'; readonly after: string } | { readonly type: 'sweep' } | { readonly type: 'forget' };

export const timeToLiveId = (tableId: string): string => `dynamodb-time-to-live/${tableId}`;

const FIRST: Readonly<Partial<Record<string, TimeToLiveEffect>>> = {
  ENABLING: { type: 'index', after: '' },
  ENABLED: { type: 'sweep' },
  DISABLING: { type: 'forget' },
};

export const timeToLiveMachine: Machine<TimeToLive, TimeToLiveEffect> = {
  kind: 'dynamodb-time-to-live',

  advance(state, event, now) {
    const start = (next: TimeToLive): { state: TimeToLive; dueAt: null; effects: TimeToLiveEffect[] } => ({
      state: next,
      dueAt: null,
      effects: [FIRST[next.status]!],
    });
    switch (event.type) {
      case 'created':
      case 'due':
        return start(state);
      case 'signal':
        return start({ ...state, status: 'DISABLING', changed: now });
      case 'failed':
        return { state, dueAt: now + RETRY_MS };
      case 'done':
        // The order to stop came meanwhile.
        if (event.effect.type !== FIRST[state.status]!.type) return { state };
        if (event.effect.type === 'forget') return { state: { ...state, status: 'DISABLED' }, finished: true };
        if (event.effect.type === 'index') {
          const after = event.result as string | null;
          if (after === null) return start({ ...state, status: 'ENABLED' });
          return { state, effects: [{ type: 'index', after }] };
        }
        return event.result === true ? start(state) : { state, dueAt: now + SWEEP_LAG_MS };
    }
  },

  async perform(effect, { plane, ref }) {
    const tableId = tableIdOf(ref.id);
    const items = await itemStores(plane).of(ref.accountId, ref.region);
    switch (effect.type) {
      case 'index':
        return indexExpiries(plane, items, tableId, effect.after);
      case 'sweep':
        return sweepExpired(plane, items, { tableId, accountId: ref.accountId, region: ref.region });
      case 'forget':
        return items.clear(expiryPrefix(tableId));
    }
  },

  project(store, _ref, state) {
    saveTimeToLive(store, state);
  },
};

const tableIdOf = (id: string): string => id.slice(id.indexOf('/') + 1);

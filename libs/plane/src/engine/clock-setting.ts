/** The clock's setting as the store keeps it, so that service time goes on after a restart. */
import type { Store } from '../store/store.ts';
import { REAL_TIME, type ClockSetting } from './clock.ts';

export const CLOCK_SCHEMA = [
  `create table if not exists engine_clock (
     id integer primary key check (id = 1), offset_ms real not null, scale real not null, since real not null)`,
];

/** Writes within the caller's transaction. */
export const saveClockSetting = (store: Store, setting: ClockSetting): void => {
  store.run(
    'insert or replace into engine_clock (id, offset_ms, scale, since) values (1, ?, ?, ?)',
    setting.offset,
    setting.scale,
    setting.since,
  );
};

export const loadClockSetting = (store: Store): ClockSetting =>
  store.get<ClockSetting & object>('select offset_ms as offset, scale, since from engine_clock') ?? REAL_TIME;

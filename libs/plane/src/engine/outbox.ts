/** The outbox: events that commit with the change that they tell of, in the order of commit. */
import { encodeDocument } from '../store/document.ts';
import type { Store } from '../store/store.ts';

/** An event in EventBridge's envelope, less what the plane adds (id, account, region, time). */
export interface OutboxEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

export const OUTBOX_SCHEMA = [
  `create table if not exists outbox (
     seq integer primary key autoincrement, time integer not null, account text not null, region text not null,
     source text not null, detail_type text not null, resources text not null, detail text not null)`,
];

/** Appends within the caller's transaction; `time` is service time in milliseconds. */
export const appendToOutbox = (
  store: Store,
  owner: { accountId: string; region: string },
  time: number,
  event: OutboxEvent,
): void => {
  store.transaction(() => {
    store.run(
      'insert into outbox (time, account, region, source, detail_type, resources, detail) values (?, ?, ?, ?, ?, ?, ?)',
      time,
      owner.accountId,
      owner.region,
      event.source,
      event.detailType,
      JSON.stringify(event.resources),
      encodeDocument(event.detail),
    );
  });
};

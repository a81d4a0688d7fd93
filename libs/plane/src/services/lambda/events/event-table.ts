/** The table of events that were taken for later: acknowledged means on disk. */
import type { CallContext } from '../../../service.ts';
import type { Store } from '../../../store/store.ts';

export const EVENT_SCHEMA = [
  `create table if not exists lambda_event (
     id integer primary key autoincrement, function integer not null, name text not null, qualifier text,
     request text not null, payload blob not null, client_context text)`,
  'create index if not exists lambda_event_function on lambda_event (function)',
];

export interface EventRow {
  readonly id: number;
  readonly function: number;
  readonly name: string;
  readonly qualifier: string | null;
  /** The id of the request that brought it, the same at each try. */
  readonly request: string;
  readonly payload: Uint8Array;
  /** JSON, as the caller sent it in base64. */
  readonly client_context: string | null;
}

export const eventMachineId = (event: number): string => `lambda-event/${event}`;

/** Returns the event's number. */
export const insertEvent = (store: Store, event: Omit<EventRow, 'id'>): number => {
  store.run(
    'insert into lambda_event (function, name, qualifier, request, payload, client_context) values (?, ?, ?, ?, ?, ?)',
    event.function,
    event.name,
    event.qualifier,
    event.request,
    event.payload,
    event.client_context,
  );
  return store.get<{ id: number }>('select max(id) id from lambda_event')!.id;
};

export const findEvent = (store: Store, id: number): EventRow | undefined =>
  store.get<EventRow>('select * from lambda_event where id = ?', id);

export const deleteEvent = (store: Store, id: number): void => {
  store.run('delete from lambda_event where id = ?', id);
};

/** Drops what a deleted function was still to be asked. */
export const forgetEvents = ({ plane }: CallContext, functionId: number): void => {
  for (const { id } of plane.store.all<{ id: number }>('select id from lambda_event where function = ?', functionId)) {
    plane.engine.remove(eventMachineId(id));
  }
  plane.store.run('delete from lambda_event where function = ?', functionId);
};

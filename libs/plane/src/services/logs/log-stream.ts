/** The table of log streams. */
import type { CallContext } from '../../service.ts';
import { alreadyExists, notFound } from './errors.ts';

/** A stream without events has 0 for the times of its first and last. */
export const LOG_STREAM_SCHEMA = [
  `create table if not exists logs_stream (
     id integer primary key, group_id integer not null, account text not null, region text not null, name text not null,
     created integer not null, first_event integer not null default 0, last_event integer not null default 0,
     last_ingestion integer not null default 0, events integer not null default 0, unique (group_id, name))`,
  'create index if not exists logs_stream_last on logs_stream (group_id, last_event, name)',
];

export interface LogStreamRow {
  readonly id: number;
  readonly name: string;
  readonly created: number;
  readonly first_event: number;
  readonly last_event: number;
  readonly last_ingestion: number;
  /** Number of events; also the `seq` of the newest one. */
  readonly events: number;
}

export const LOG_STREAM_COLUMNS = [
  'id',
  'name',
  'created',
  'first_event',
  'last_event',
  'last_ingestion',
  'events',
] as const;

/** @throws AwsError ResourceAlreadyExistsException */
export const insertLogStream = (context: CallContext, group: number, name: string): void => {
  const added = context.plane.store.run(
    'insert into logs_stream (group_id, account, region, name, created) values (?, ?, ?, ?, ?) on conflict do nothing',
    group,
    context.accountId,
    context.region,
    name,
    context.now(),
  );
  if (added === 0) throw alreadyExists('stream');
};

/** @throws AwsError ResourceNotFoundException */
export const requireLogStream = (context: CallContext, group: number, name: string): LogStreamRow => {
  const row = context.plane.store.get<LogStreamRow>(
    `select ${LOG_STREAM_COLUMNS.join(', ')} from logs_stream where group_id = ? and name = ?`,
    group,
    name,
  );
  if (!row) throw notFound('stream');
  return row;
};

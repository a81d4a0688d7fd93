/** The table of log groups. */
import type { CallContext } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { alreadyExists, invalidParameter, notFound } from './errors.ts';

export const LOG_GROUP_SCHEMA = [
  `create table if not exists logs_group (
     id integer primary key, account text not null, region text not null, name text not null, created integer not null,
     bytes integer not null default 0, unique (account, region, name))`,
];

export interface LogGroupRow {
  readonly id: number;
  readonly name: string;
  readonly created: number;
  readonly bytes: number;
}

/** @throws AwsError ResourceAlreadyExistsException */
export const insertLogGroup = (context: CallContext, name: string): void => {
  const added = context.plane.store.run(
    'insert into logs_group (account, region, name, created) values (?, ?, ?, ?) on conflict do nothing',
    context.accountId,
    context.region,
    name,
    context.now(),
  );
  if (added === 0) throw alreadyExists('group');
};

/** @throws AwsError ResourceNotFoundException */
export const requireLogGroup = (context: CallContext, name: string): LogGroupRow => {
  const row = context.plane.store.get<LogGroupRow>(
    'select id, name, created, bytes from logs_group where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    name,
  );
  if (!row) throw notFound('group');
  return row;
};

/** The bytes that a group holds, as CloudWatch counts them: 26 more than its message per event. */
export const countBytes = (store: Store, group: number, bytes: number): void => {
  store.run('update logs_group set bytes = bytes + ? where id = ?', bytes, group);
};

/** Which group a request means: by its name, or by a name or ARN as the identifier. */
interface GroupRequest {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

const ARN = /^arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([^:]+)$/;

/** @throws AwsError ResourceNotFoundException, InvalidParameterException unless exactly one member is given */
export const requestedLogGroup = (context: CallContext, request: GroupRequest): LogGroupRow => {
  const { logGroupName: name, logGroupIdentifier: identifier } = request;
  if ((name === undefined) === (identifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  if (name !== undefined) return requireLogGroup(context, name);
  if (!identifier!.startsWith('arn:')) return requireLogGroup(context, identifier!);
  const [, region, account, named] = ARN.exec(identifier!) ?? [];
  if (named === undefined) throw invalidParameter(`Invalid log group identifier: ${identifier!}`);
  if (region !== context.region || account !== context.accountId) throw notFound('group');
  return requireLogGroup(context, named);
};

/** Without the `:*` that stands for all of its streams. */
export const logGroupArn = ({ accountId, region }: { accountId: string; region: string }, name: string): string =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;

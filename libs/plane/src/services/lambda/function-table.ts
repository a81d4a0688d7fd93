/** The tables of functions and their versions. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { decodeDocument, encodeDocument } from '../../store/document.ts';
import type { Store } from '../../store/store.ts';
import { conflict, functionNotFound } from './errors.ts';
import { functionArn, LATEST } from './function-name.ts';

/** `document` is what GetFunctionConfiguration shows; `running` what environments run: null until the first is ready. */
export const FUNCTION_SCHEMA = [
  `create table if not exists lambda_function (
     id integer primary key, account text not null, region text not null, name text not null,
     next_version integer not null default 1, reserved integer, tags text not null, unique (account, region, name))`,
  `create table if not exists lambda_version (
     id integer primary key, function integer not null, account text not null, region text not null, name text not null,
     version text not null, ordinal integer not null, code text not null, document text not null, running text,
     unique (function, version))`,
  'create index if not exists lambda_version_name on lambda_version (account, region, name, ordinal)',
  'create index if not exists lambda_version_code on lambda_version (code)',
];

type Owner = Pick<CallContext, 'accountId' | 'region'>;
/** Whose functions, and where they are. */
export type Place = Pick<CallContext, 'accountId' | 'region' | 'plane'>;

export interface FunctionRow {
  readonly id: number;
  readonly name: string;
  readonly next_version: number;
  readonly reserved: number | null;
  /** A JSON object. */
  readonly tags: string;
}

export interface VersionRow {
  readonly id: number;
  readonly function: number;
  readonly name: string;
  readonly version: string;
  readonly code: string;
  readonly document: string;
  readonly running: string | null;
}

/** A configuration as kept: the ARN depends on how it is asked for. */
export type FunctionDocument = Omit<FunctionConfiguration, 'FunctionArn'>;

/** What environments run. */
export interface RunningDocument {
  readonly code: string;
  readonly document: FunctionDocument;
}

const OF_NAME = 'account = ? and region = ? and name = ?';

export const findFunction = (store: Store, { accountId, region }: Owner, name: string): FunctionRow | undefined =>
  store.get<FunctionRow>(`select * from lambda_function where ${OF_NAME}`, accountId, region, name);

/** @throws AwsError ResourceNotFoundException */
export const requireFunction = (context: Place, name: string, qualifier?: string): FunctionRow => {
  const row = findFunction(context.plane.store, context, name);
  if (!row) throw functionNotFound(functionArn(context, name, qualifier));
  return row;
};

/** @throws AwsError ResourceConflictException */
export const insertFunction = (context: CallContext, name: string, tags: object): FunctionRow => {
  const { store } = context.plane;
  const added = store.run(
    'insert into lambda_function (account, region, name, tags) values (?, ?, ?, ?) on conflict do nothing',
    context.accountId,
    context.region,
    name,
    JSON.stringify(tags),
  );
  if (added === 0) throw conflict(`Function already exist: ${name}`);
  return findFunction(store, context, name)!;
};

export const findVersion = (store: Store, functionId: number, version: string): VersionRow | undefined =>
  store.get<VersionRow>('select * from lambda_version where function = ? and version = ?', functionId, version);

/** The version of a row whose function is known to be there. @throws AwsError ResourceNotFoundException */
export const requireVersion = (context: CallContext, row: FunctionRow, version = LATEST): VersionRow => {
  const found = findVersion(context.plane.store, row.id, version);
  if (!found) throw functionNotFound(functionArn(context, row.name, version));
  return found;
};

export const insertVersion = (
  context: CallContext,
  row: FunctionRow,
  { code, document, running }: { code: string; document: FunctionDocument; running: RunningDocument | null },
): void => {
  const version = document.Version!;
  context.plane.store.run(
    `insert into lambda_version (function, account, region, name, version, ordinal, code, document, running)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    context.accountId,
    context.region,
    row.name,
    version,
    version === LATEST ? 0 : Number(version),
    code,
    encodeDocument(document),
    running && encodeDocument(running),
  );
};

export const updateVersion = (store: Store, id: number, code: string, document: FunctionDocument): void => {
  store.run('update lambda_version set code = ?, document = ? where id = ?', code, encodeDocument(document), id);
};

export const setRunning = (store: Store, id: number, running: RunningDocument): void => {
  store.run('update lambda_version set running = ? where id = ?', encodeDocument(running), id);
};

/** Whether a version has this code, or runs it until an update is ready. */
export const isUsedCode = (store: Store, code: string): boolean =>
  store.get('select 1 from lambda_version where code = ?', code) !== undefined ||
  store.get("select 1 from lambda_version where json_extract(running, '$.code') = ?", code) !== undefined;

export const documentOf = (row: VersionRow): FunctionDocument => decodeDocument(row.document);

/** The configuration as an answer shows it; `qualifier` is what its ARN ends with. */
export const configurationOf = (
  context: Owner,
  document: FunctionDocument,
  qualifier?: string,
): FunctionConfiguration => ({
  ...document,
  FunctionArn: functionArn(context, document.FunctionName!, qualifier),
});

/** HTTP APIs and what they are made of, as the store keeps them. */
import type { Api, Deployment, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2';
import { decodeDocument, encodeDocument } from '../../store/document.ts';
import type { Store } from '../../store/store.ts';
import type { CallContext, PlaneServices } from '../../service.ts';
import { forgetHttpApi } from './execute/http-apis.ts';
import { notFound } from './errors.ts';

export const API_SCHEMA = [
  `create table if not exists apigatewayv2_api (
     id integer primary key, account text not null, region text not null, api text not null unique,
     document text not null)`,
  'create index if not exists apigatewayv2_api_owner on apigatewayv2_api (account, region, id)',
  `create table if not exists apigatewayv2_part (
     id integer primary key, account text not null, region text not null, api text not null, kind text not null,
     name text not null, document text not null, content text, unique (api, kind, name))`,
  'create index if not exists apigatewayv2_part_order on apigatewayv2_part (api, kind, id)',
];

/** What an API is made of: each kind's document is what its Get operation answers, less tags. */
export interface Parts {
  readonly route: Route;
  readonly integration: Integration;
  readonly stage: Stage;
  readonly deployment: Deployment;
}

export type PartKind = keyof Parts;

/** How errors name each kind. */
const WORDS: Readonly<Record<PartKind, string>> = {
  ...{ route: 'Route', integration: 'Integration', stage: 'stage', deployment: 'Deployment' },
};

export interface ApiRow {
  readonly account: string;
  readonly region: string;
  readonly api: string;
  readonly document: string;
}

type Scope = Pick<CallContext, 'accountId' | 'region' | 'plane'>;

/** @throws AwsError NotFoundException when the account has no such API in the region */
export const requireApi = ({ accountId, region, plane }: Scope, apiId: string): Api => {
  const row = findApiRow(plane.store, apiId);
  if (row?.account !== accountId || row.region !== region) throw notFound('API', `${accountId}:${apiId}`);
  return apiOf(plane, row.document);
};

/** An API as its document says, at the address that the plane has now. */
export const apiOf = ({ url }: PlaneServices, document: string): Api => {
  const api = decodeDocument<Api>(document);
  return { ...api, ApiEndpoint: `${url}/_aws/execute-api/${api.ApiId}` };
};

/** An API of whichever account and region. */
export const findApiRow = (store: Store, apiId: string): ApiRow | undefined =>
  store.get<ApiRow>('select account, region, api, document from apigatewayv2_api where api = ?', apiId);

export const insertApi = ({ accountId, region, plane: { store } }: Scope, api: Api): void => {
  store.run(
    'insert into apigatewayv2_api (account, region, api, document) values (?, ?, ?, ?)',
    ...[accountId, region, api.ApiId!, encodeDocument(api)],
  );
};

export const updateApiRow = ({ plane: { store } }: Scope, api: Api): void => {
  store.run('update apigatewayv2_api set document = ? where api = ?', encodeDocument(api), api.ApiId!);
  forgetHttpApi(store, api.ApiId!);
};

/** Deletes an API and all that it is made of. */
export const deleteApiRows = ({ plane: { store } }: Scope, apiId: string): void => {
  store.run('delete from apigatewayv2_part where api = ?', apiId);
  store.run('delete from apigatewayv2_api where api = ?', apiId);
  forgetHttpApi(store, apiId);
};

export const findPart = <Kind extends PartKind>(
  store: Store,
  apiId: string,
  kind: Kind,
  name: string,
): Parts[Kind] | undefined => {
  const row = store.get<{ document: string }>(
    'select document from apigatewayv2_part where api = ? and kind = ? and name = ?',
    ...[apiId, kind, name],
  );
  return row && decodeDocument<Parts[Kind]>(row.document);
};

/** @throws AwsError NotFoundException when the API has no such part; the API itself must have been found */
export const requirePart = <Kind extends PartKind>(
  { plane }: Scope,
  apiId: string,
  kind: Kind,
  name: string,
): Parts[Kind] => {
  const part = findPart(plane.store, apiId, kind, name);
  if (!part) throw notFound(WORDS[kind], name);
  return part;
};

/** All parts of a kind, in the order in which they were made; an API has at most a few hundred. */
export const allParts = <Kind extends PartKind>(store: Store, apiId: string, kind: Kind): Parts[Kind][] =>
  store
    .all<{
      document: string;
    }>('select document from apigatewayv2_part where api = ? and kind = ? order by id', apiId, kind)
    .map(({ document }) => decodeDocument<Parts[Kind]>(document));

export const countParts = (store: Store, apiId: string, kind: PartKind): number =>
  store.all<{ count: number }>(
    'select count(*) as count from apigatewayv2_part where api = ? and kind = ?',
    ...[apiId, kind],
  )[0]!.count;

/** @param content what belongs to the part and no operation shows: the snapshot of a deployment */
export const insertPart = <Kind extends PartKind>(
  { accountId, region, plane: { store } }: Scope,
  apiId: string,
  kind: Kind,
  name: string,
  part: Parts[Kind],
  content: string | null = null,
): void => {
  store.run(
    `insert into apigatewayv2_part (account, region, api, kind, name, document, content) values (?, ?, ?, ?, ?, ?, ?)`,
    ...[accountId, region, apiId, kind, name, encodeDocument(part), content],
  );
  forgetHttpApi(store, apiId);
};

export const updatePart = <Kind extends PartKind>(
  { plane: { store } }: Scope,
  apiId: string,
  kind: Kind,
  name: string,
  part: Parts[Kind],
): void => {
  store.run(
    'update apigatewayv2_part set document = ? where api = ? and kind = ? and name = ?',
    ...[encodeDocument(part), apiId, kind, name],
  );
  forgetHttpApi(store, apiId);
};

export const deletePart = ({ plane: { store } }: Scope, apiId: string, kind: PartKind, name: string): void => {
  store.run('delete from apigatewayv2_part where api = ? and kind = ? and name = ?', apiId, kind, name);
  forgetHttpApi(store, apiId);
};

/** The snapshot that a deployment serves. */
export const partContent = (store: Store, apiId: string, kind: PartKind, name: string): string | null | undefined =>
  store.get<{ content: string | null }>(
    'select content from apigatewayv2_part where api = ? and kind = ? and name = ?',
    ...[apiId, kind, name],
  )?.content;

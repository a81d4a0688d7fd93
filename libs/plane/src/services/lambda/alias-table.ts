/** The table of aliases. */
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { decodeDocument, encodeDocument } from '../../store/document.ts';
import type { Store } from '../../store/store.ts';
import { conflict, notFound } from './errors.ts';
import { functionArn } from './function-name.ts';
import type { FunctionRow } from './function-table.ts';

export const ALIAS_SCHEMA = [
  `create table if not exists lambda_alias (
     id integer primary key, function integer not null, account text not null, region text not null, name text not null,
     version text not null, document text not null, unique (function, name))`,
];

export const findAlias = (store: Store, functionId: number, name: string): AliasConfiguration | undefined => {
  const row = store.get<{ document: string }>(
    'select document from lambda_alias where function = ? and name = ?',
    functionId,
    name,
  );
  return row && decodeDocument(row.document);
};

/** @throws AwsError ResourceNotFoundException */
export const requireAlias = (context: CallContext, row: FunctionRow, name: string): AliasConfiguration => {
  const alias = findAlias(context.plane.store, row.id, name);
  if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(context, row.name, name)}`);
  return alias;
};

/** @throws AwsError ResourceConflictException */
export const insertAlias = (context: CallContext, row: FunctionRow, alias: AliasConfiguration): void => {
  const added = context.plane.store.run(
    `insert into lambda_alias (function, account, region, name, version, document) values (?, ?, ?, ?, ?, ?)
     on conflict do nothing`,
    row.id,
    context.accountId,
    context.region,
    alias.Name!,
    alias.FunctionVersion!,
    encodeDocument(alias),
  );
  if (added === 0) throw conflict(`Alias already exists: ${alias.AliasArn}`);
};

export const updateAliasRow = (store: Store, functionId: number, alias: AliasConfiguration): void => {
  store.run(
    'update lambda_alias set version = ?, document = ? where function = ? and name = ?',
    alias.FunctionVersion!,
    encodeDocument(alias),
    functionId,
    alias.Name!,
  );
};

/** Aliases of a function that lead to a version, by weight too. */
export const aliasesOf = (store: Store, functionId: number, version: string): string[] =>
  store
    .all<{ name: string; document: string }>(
      'select name, document from lambda_alias where function = ? order by name',
      functionId,
    )
    .flatMap(({ name, document }) => {
      const { FunctionVersion, RoutingConfig } = decodeDocument<AliasConfiguration>(document);
      const others = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
      return FunctionVersion === version || others.includes(version) ? [name] : [];
    });

/** The table of resource policies: one for a function, one for each of its versions and aliases that has any. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';

export const POLICY_SCHEMA = [
  `create table if not exists lambda_policy (
     function integer not null, qualifier text not null, revision text not null, document text not null,
     primary key (function, qualifier)) without rowid`,
];

/** One permission, as AddPermission makes it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly AWS: string } | { readonly Service: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Policy {
  readonly revision: string;
  readonly statements: readonly PolicyStatement[];
}

/** @param qualifier absent for the function's own */
export const findPolicy = (store: Store, functionId: number, qualifier = ''): Policy | undefined => {
  const row = store.get<{ revision: string; document: string }>(
    'select revision, document from lambda_policy where function = ? and qualifier = ?',
    functionId,
    qualifier,
  );
  return row && { revision: row.revision, statements: JSON.parse(row.document) as PolicyStatement[] };
};

/** Replaces a policy; without statements there is none. */
export const putPolicy = (
  store: Store,
  functionId: number,
  qualifier: string | undefined,
  statements: readonly PolicyStatement[],
): void => {
  const key = [functionId, qualifier ?? ''] as const;
  if (statements.length === 0) {
    store.run('delete from lambda_policy where function = ? and qualifier = ?', ...key);
    return;
  }
  store.run(
    'insert or replace into lambda_policy (function, qualifier, revision, document) values (?, ?, ?, ?)',
    ...key,
    randomUUID(),
    JSON.stringify(statements),
  );
};

/** The document, as GetPolicy answers it. */
export const policyText = ({ statements }: Policy): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });

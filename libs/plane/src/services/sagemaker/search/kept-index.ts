/** Which indexes stand: noted on disk, so that a plane that starts makes them again before anybody searches. */
import type { Store } from '../../../store/store.ts';
import type { Owner } from '../arn.ts';
import type { SearchResource } from './search-resource.ts';

export const KEPT_INDEX_SCHEMA = [
  `create table if not exists sagemaker_search_index (
     resource text not null, account text not null, region text not null, primary key (resource, account, region))`,
];

/** Notes that the owner's index of a resource stands. */
export const keepIndex = (store: Store, resource: SearchResource, { accountId, region }: Owner): void =>
  store.transaction(() => {
    store.run('insert or ignore into sagemaker_search_index values (?, ?, ?)', resource.table, accountId, region);
  });

/** Forgets all indexes of a resource. */
export const forgetIndexes = (store: Store, resource: SearchResource): void =>
  store.transaction(() => {
    store.run('delete from sagemaker_search_index where resource = ?', resource.table);
  });

/** Whose indexes of a resource stood when the plane ended. */
export const keptIndexes = (store: Store, resource: SearchResource): Owner[] =>
  store
    .all<{ account: string; region: string }>(
      'select account, region from sagemaker_search_index where resource = ?',
      resource.table,
    )
    .map(({ account, region }) => ({ accountId: account, region }));

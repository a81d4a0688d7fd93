/** The tags of SageMaker's resources, kept by ARN. */
import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Store } from '../../../store/store.ts';
import { validationException } from '../../../wire/aws-error.ts';

const MAX_TAGS = 50;

/** `account` and `region` are the ARN's; the paging of ListTags asks for them. */
export const TAG_SCHEMA = [
  `create table if not exists sagemaker_tag (
     arn text not null, key text not null, account text not null, region text not null, value text not null,
     primary key (arn, key)) without rowid`,
];

/** A tag as the SDK types it, or as a valid request has it. */
export type GivenTag = Pick<Tag, 'Key' | 'Value'>;

export const tagsOf = (store: Store, arn: string): Tag[] =>
  store
    .all<{ key: string; value: string }>('select key, value from sagemaker_tag where arn = ? order by key', arn)
    .map(({ key, value }) => ({ Key: key, Value: value }));

/** The tags of several resources at once, by ARN; a resource that has none is not among them. */
export const tagsByArn = (store: Store, arns: readonly string[]): Map<string, Tag[]> => {
  const tags = new Map<string, Tag[]>();
  const sql =
    'select arn, key, value from sagemaker_tag where arn in (select value from json_each(?)) order by arn, key';
  for (const { arn, key, value } of store.all<Record<'arn' | 'key' | 'value', string>>(sql, JSON.stringify(arns))) {
    const tag = { Key: key, Value: value };
    const others = tags.get(arn);
    if (others) others.push(tag);
    else tags.set(arn, [tag]);
  }
  return tags;
};

/**
 * Adds or overwrites tags, within the caller's transaction.
 * @throws AwsError ValidationException for a reserved or repeated key and beyond 50 tags
 */
export const putTags = (store: Store, arn: string, tags: readonly GivenTag[] = []): void => {
  const keys = tags.map(({ Key }) => Key!);
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) {
    throw validationException('aws: prefixed tag key names are not allowed for external use.');
  }
  if (new Set(keys).size < keys.length) throw validationException('Duplicate tag keys found in the request.');
  const kept = new Set([...tagsOf(store, arn).map(({ Key }) => Key!), ...keys]);
  if (kept.size > MAX_TAGS) throw validationException(`A resource can have at most ${MAX_TAGS} tags: ${arn}`);
  const [, , , region, account] = arn.split(':') as [string, string, string, string, string];
  for (const { Key, Value } of tags) {
    store.run(
      'insert or replace into sagemaker_tag (arn, key, account, region, value) values (?, ?, ?, ?, ?)',
      arn,
      Key!,
      account,
      region,
      Value!,
    );
  }
};

/** Removes the named tags, or all of them when the resource goes; within the caller's transaction. */
export const removeTags = (store: Store, arn: string, keys?: readonly string[]): void => {
  if (!keys) store.run('delete from sagemaker_tag where arn = ?', arn);
  for (const key of keys ?? []) store.run('delete from sagemaker_tag where arn = ? and key = ?', arn, key);
};

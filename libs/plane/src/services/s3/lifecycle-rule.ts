/** Life-cycle rules as a bucket keeps them: which objects each means, and when its actions are due. */
import type { LifecycleRule, TransitionDefaultMinimumObjectSize } from '@aws-sdk/client-s3';
import { decodeDocument } from '../../store/document.ts';
import type { BucketRow } from './bucket.ts';
import { decodeTags, type Tag } from './tags.ts';

export const DAY_MS = 86_400_000;

export interface Lifecycle {
  /** Each with an ID. */
  readonly rules: readonly LifecycleRule[];
  readonly transitionMinimum: TransitionDefaultMinimumObjectSize;
}

/** The rules of a bucket; undefined when it has none. */
export const lifecycleOf = ({ lifecycle }: Pick<BucketRow, 'lifecycle'>): Lifecycle | undefined =>
  lifecycle === null ? undefined : decodeDocument<Lifecycle>(lifecycle);

/** The first midnight (UTC) at or after `days` full days from `from`: S3 counts whole days. Times in milliseconds. */
export const midnightAfter = (from: number, days: number): number =>
  Math.ceil((from + days * DAY_MS) / DAY_MS) * DAY_MS;

/** What a rule's filter is held against. An upload that is open has neither tags nor a size. */
export interface Candidate {
  readonly key: string;
  readonly size: number;
  /** A document of tags. */
  readonly tags: string | null;
}

interface Conditions {
  readonly prefix: string;
  readonly tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
  readonly above: number | undefined;
  readonly below: number | undefined;
}

/** The prefix of a rule stands in its filter, or, in configurations of old, in the rule. */
export const ownPrefix = (rule: { readonly Prefix?: string }): string | undefined => rule.Prefix;

export const conditionsOf = (rule: LifecycleRule): Conditions => {
  const { Filter: filter } = rule;
  const and = filter?.And;
  return {
    prefix: ownPrefix(rule) ?? and?.Prefix ?? filter?.Prefix ?? '',
    tags: and?.Tags ?? (filter?.Tag ? [filter.Tag] : []),
    above: and?.ObjectSizeGreaterThan ?? filter?.ObjectSizeGreaterThan,
    below: and?.ObjectSizeLessThan ?? filter?.ObjectSizeLessThan,
  };
};

/** Whether an enabled rule means the candidate. */
export const matches = (rule: LifecycleRule, { key, size, tags }: Candidate): boolean => {
  if (rule.Status !== 'Enabled') return false;
  const conditions = conditionsOf(rule);
  if (!key.startsWith(conditions.prefix)) return false;
  if (conditions.above !== undefined && size <= conditions.above) return false;
  if (conditions.below !== undefined && size >= conditions.below) return false;
  if (conditions.tags.length === 0) return true;
  const has: readonly Tag[] = decodeTags(tags);
  return conditions.tags.every(({ Key, Value }) => has.some((tag) => tag.Key === Key && tag.Value === Value));
};

/** When a rule expires what was modified then; undefined when it does not. Times in milliseconds. */
export const expiryOf = ({ Expiration: expiration }: LifecycleRule, modified: number): number | undefined =>
  expiration?.Days !== undefined ? midnightAfter(modified, expiration.Days) : expiration?.Date?.getTime();

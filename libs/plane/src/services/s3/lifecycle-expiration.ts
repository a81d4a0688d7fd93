/** The header `x-amz-expiration`: when an object will expire, and by which rule. */
import type { BucketRow } from './bucket.ts';
import { expiryOf, lifecycleOf, matches } from './lifecycle-rule.ts';
import type { ObjectContent } from './object.ts';

/** The member of an answer about the current version of a key; empty when no rule expires it. */
export const expirationMember = (
  bucket: BucketRow,
  key: string,
  object: Pick<ObjectContent, 'size' | 'modified' | 'tags'>,
): { Expiration?: string } => {
  const due = (lifecycleOf(bucket)?.rules ?? [])
    .filter((rule) => matches(rule, { key, size: object.size, tags: object.tags }))
    .flatMap((rule) => {
      const at = expiryOf(rule, object.modified);
      return at === undefined ? [] : [{ at, id: rule.ID ?? '' }];
    })
    .sort((a, b) => a.at - b.at);
  const [first] = due;
  if (!first) return {};
  return {
    Expiration: `expiry-date="${new Date(first.at).toUTCString()}", rule-id="${encodeURIComponent(first.id)}"`,
  };
};

/** Who owns buckets and objects, as S3 names an account: by a canonical user id of 64 hexadecimal digits. */
import { createHash } from 'node:crypto';

export interface Owner {
  readonly ID: string;
}

/** Stands for AWS's canonical id, which only AWS knows: the same for an account always, another for each account. */
export const ownerOf = (accountId: string): Owner => ({
  ID: createHash('sha256').update(`canonical-user:${accountId}`).digest('hex'),
});

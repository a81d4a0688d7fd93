/** Which users take part in a trial: a stable share of them, by a hash of their id. */
import { createHash } from 'node:crypto';

/**
 * Where a user stands in [0, 1): the first 48 bits of SHA-256 of salt and id. The same salt and id always stand at the same place, so that a
 * share that grows keeps whom it had; another salt mixes anew.
 */
export const bucketOf = (user: string, salt: string): number =>
  createHash('sha256').update(`${salt}\0${user}`).digest().readUIntBE(0, 6) / 0x1000000000000;

/** Version ids: `null`, or opaque to clients and to the plane the place of the version in the order of changes. */
import { randomBytes } from 'node:crypto';
import { invalidArgument } from './errors.ts';

/** The version of an object that was written while its bucket was not versioned, or no longer. */
export const NULL_VERSION = 'null';

const SEQUENCE_BYTES = 6;
const RANDOM_BYTES = 18;
const SHAPE = /^[\w-]{32}$/;

export const encodeVersionId = (sequence: number): string => {
  const place = Buffer.alloc(SEQUENCE_BYTES);
  place.writeUIntBE(sequence, 0, SEQUENCE_BYTES);
  return Buffer.concat([place, randomBytes(RANDOM_BYTES)]).toString('base64url');
};

/** The place of a version, whether it is still there or not; undefined for `null` and for what is no id. */
export const sequenceOf = (versionId: string): number | undefined =>
  SHAPE.test(versionId) ? Buffer.from(versionId, 'base64url').readUIntBE(0, SEQUENCE_BYTES) : undefined;

/** @throws InvalidArgument */
export const checkVersionId = (versionId: string, argument = 'versionId'): void => {
  if (versionId === NULL_VERSION || SHAPE.test(versionId)) return;
  throw invalidArgument(
    versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified',
    argument,
    versionId,
  );
};

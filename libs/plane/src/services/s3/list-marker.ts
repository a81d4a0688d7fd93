/** Where a page begins that is asked for by a marker: behind the key that it names, or behind the group that it stands in. */
import { afterKey, afterPrefix } from './key-scan.ts';

/** The common prefix that `key` rolls up into; undefined when it stands for itself. */
export const groupOf = (key: Buffer, prefix: Buffer, delimiter: Buffer): Buffer | undefined => {
  if (delimiter.length === 0 || !key.subarray(0, prefix.length).equals(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : Buffer.from(key.subarray(0, at + delimiter.length));
};

/** The first key that may come behind `marker`. A group that the marker stands in was shown with the page before. */
export const afterMarker = (marker: string, prefix: Buffer, delimiter: Buffer): Buffer => {
  if (marker === '') return Buffer.alloc(0);
  const key = Buffer.from(marker);
  const group = groupOf(key, prefix, delimiter);
  return group ? afterPrefix(group)! : afterKey(key);
};

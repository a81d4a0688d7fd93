/** Object keys: any Unicode text of 1 to 1024 bytes. A key is a row's value and never a path, so no key leaves its bucket. */
import { AwsError } from '../../wire/aws-error.ts';

export const MAX_KEY_BYTES = 1024;

/**
 * A key as the tables hold it.
 * @throws KeyTooLongError
 */
export const keyBytes = (key: string): Buffer => {
  const bytes = Buffer.from(key, 'utf8');
  if (bytes.length > MAX_KEY_BYTES) {
    throw new AwsError('KeyTooLongError', 400, 'Your key is too long', {
      Size: String(bytes.length),
      MaxSizeAllowed: String(MAX_KEY_BYTES),
    });
  }
  return bytes;
};

/** The driver gives blobs as array buffers. */
export const keyText = (stored: ArrayBuffer): string => Buffer.from(stored).toString('utf8');

/** `encoding-type=url` of the list operations: keys that XML could not carry travel percent-encoded. */
import { invalidArgument } from './errors.ts';

/** As S3 does: everything but unreserved characters and the slash. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');

/** @throws AwsError InvalidArgument for an encoding that S3 does not know */
export const urlEncoder = (encodingType: string | undefined): ((text: string) => string) => {
  if (encodingType === undefined) return (text) => text;
  if (encodingType === 'url') return percentEncode;
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
};

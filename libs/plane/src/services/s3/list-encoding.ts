/** `encoding-type=url` of the list operations: keys that XML could not carry travel percent-encoded. */

/** As S3 does: everything but unreserved characters and the slash. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');

export const urlEncoder = (encodingType: string | undefined): ((text: string) => string) =>
  encodingType === 'url' ? percentEncode : (text) => text;

/** Tags of objects and buckets: S3's rules for them, and the forms in which they travel and are kept. */
import { AwsError } from '../../wire/aws-error.ts';
import { invalidArgument } from './errors.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MOST = { object: 10, bucket: 50 } as const;
const TOO_MANY = {
  object: 'Object tags cannot be greater than 10',
  bucket: 'Bucket tag count cannot be greater than 50',
} as const;
const MAX_KEY = 128;
const MAX_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const invalidTag = (message: string, key: string): AwsError =>
  new AwsError('InvalidTag', 400, message, { TagKey: key });

const check = (owner: keyof typeof MOST, tags: readonly Tag[]): void => {
  if (tags.length > MOST[owner]) throw new AwsError('BadRequest', 400, TOO_MANY[owner]);
  const keys = new Set<string>();
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > MAX_KEY || !CHARACTERS.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid', Key);
    }
    if (Value.length > MAX_VALUE || !CHARACTERS.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid', Key);
    }
    if (Key.toLowerCase().startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester', Key);
    }
    if (keys.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key);
    keys.add(Key);
  }
};

/**
 * The document of a set of tags; null for none.
 * @throws InvalidTag, BadRequest for too many
 */
export const encodeTags = (
  owner: keyof typeof MOST,
  tags: readonly { readonly Key?: string; readonly Value?: string }[],
): string | null => {
  const set = tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  check(owner, set);
  return set.length === 0 ? null : JSON.stringify(set.map(({ Key, Value }) => [Key, Value]));
};

export const decodeTags = (document: string | null): Tag[] =>
  document === null ? [] : (JSON.parse(document) as [string, string][]).map(([Key, Value]) => ({ Key, Value }));

/**
 * The document of the header `x-amz-tagging`: `key=value&…`, percent-encoded.
 * @throws InvalidArgument, InvalidTag, BadRequest
 */
export const tagsOfHeader = (header: string | undefined): string | null => {
  if (header === undefined || header === '') return null;
  let tags: Tag[];
  try {
    tags = header.split('&').map((pair) => {
      const [key = '', value = '', ...rest] = pair.split('=');
      if (rest.length > 0) throw new URIError(pair);
      return {
        Key: decodeURIComponent(key.replaceAll('+', '%20')),
        Value: decodeURIComponent(value.replaceAll('+', '%20')),
      };
    });
    if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw new URIError(header);
  } catch {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return encodeTags('object', tags);
};

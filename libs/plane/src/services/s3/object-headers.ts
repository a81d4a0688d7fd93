/** The headers that an object keeps and gives back: content headers and user metadata. */
import { decodeDocument, encodeDocument } from '../../store/document.ts';
import { AwsError } from '../../wire/aws-error.ts';

export interface ObjectHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: Date;
  readonly Metadata?: Readonly<Record<string, string>>;
}

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/** Names without `x-amz-meta-` and values together, in bytes. */
const MAX_METADATA_BYTES = 2048;

/** `aws-chunked` is how a body travels, not how it is kept. */
const keptEncoding = (encoding: string | undefined): string | undefined => {
  const kept = encoding
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  return kept?.length ? kept.join(',') : undefined;
};

/**
 * What a request says of the object that it makes, as a document.
 * @throws MetadataTooLarge
 */
export const encodeHeaders = (input: ObjectHeaders): string => {
  const size = Object.entries(input.Metadata ?? {})
    .map(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value))
    .reduce((sum, bytes) => sum + bytes, 0);
  if (size > MAX_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(size),
      MaxSizeAllowed: String(MAX_METADATA_BYTES),
    });
  }
  const headers: ObjectHeaders = {
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: keptEncoding(input.ContentEncoding),
    ContentLanguage: input.ContentLanguage,
    ContentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
    Expires: input.Expires,
    // Header names have no case; S3 keeps them in lower case.
    Metadata: Object.fromEntries(
      Object.entries(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
  return encodeDocument(headers);
};

export const decodeHeaders = (document: string): ObjectHeaders => decodeDocument<ObjectHeaders>(document);

/** Takes a function's package out of a request: its bytes, or an object of the caller's S3. */
import type { Readable } from 'node:stream';
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { storePackage } from './code/code-files.ts';
import { checkZip } from './code/unpack-zip.ts';
import { invalidParameter } from './errors.ts';

/** AWS's limit of a package in a request. */
const DIRECT_BYTES = 52_428_800;
/** What unpacks to no more than AWS's limit is no larger by much. */
const OBJECT_BYTES = 262_144_000;

export interface CodeSource {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
}

export interface StoredCode {
  /** SHA-256 in hex. */
  readonly code: string;
  readonly size: number;
}

/** @source unverified - the texts */
const fromS3 = async (source: CodeSource, context: CallContext): Promise<Buffer> => {
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId } = source;
  try {
    const { Body } = await context.plane.call<{ Body: Readable }>(
      's3',
      'GetObject',
      { Bucket, Key, ...(VersionId !== undefined && { VersionId }) },
      { principal: context.principal, region: context.region },
    );
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of Body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > OBJECT_BYTES) throw invalidParameter(`Unzipped size must be smaller than ${OBJECT_BYTES} bytes`);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'InvalidParameterValueException') throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
};

/**
 * Resolves when the package is on disk.
 * @throws AwsError InvalidParameterValueException, RequestEntityTooLargeException
 */
export const takeCode = async (source: CodeSource, context: CallContext): Promise<StoredCode> => {
  const { ZipFile, S3Bucket, S3Key } = source;
  if (ZipFile !== undefined && (S3Bucket !== undefined || S3Key !== undefined)) {
    throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
  }
  if (ZipFile === undefined && (S3Bucket === undefined || S3Key === undefined)) {
    throw invalidParameter('Please provide a source for function code.');
  }
  const bytes = ZipFile === undefined ? await fromS3(source, context) : Buffer.from(ZipFile);
  if (ZipFile !== undefined && bytes.length > DIRECT_BYTES) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      413,
      'Request must be smaller than 69905067 bytes for the CreateFunction operation',
    );
  }
  if (bytes.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
  await checkZip(bytes);
  return { code: await storePackage(context.plane.dir, bytes), size: bytes.length };
};

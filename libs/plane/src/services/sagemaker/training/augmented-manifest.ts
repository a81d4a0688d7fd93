/** Augmented manifests: JSON lines, of which a job reads the attributes that it names, in their order. */
import type { S3DataSource } from '@aws-sdk/client-sagemaker';
import { parseS3Uri } from '../s3-uri.ts';
import { downloadFailed, readManifest, type ChannelReader } from './channel-source.ts';

/** An object, or the text that stands in the manifest. */
export type RecordPart = { readonly bucket: string; readonly key: string } | { readonly text: string };

/** An attribute whose name ends so is the URI of an object. */
const REFERENCE = '-ref';

const partOf = (line: Record<string, unknown>, attribute: string, at: string): RecordPart => {
  const value = line[attribute];
  if (value === undefined) throw downloadFailed(`${at} has no attribute ${attribute}.`);
  if (!attribute.endsWith(REFERENCE)) return { text: typeof value === 'string' ? value : JSON.stringify(value) };
  if (typeof value !== 'string' || !/^s3:\/\/[^/]+\/./.test(value)) {
    throw downloadFailed(`the attribute ${attribute} of ${at} is not the S3 URI of an object.`);
  }
  return parseS3Uri(value);
};

/**
 * The parts of each line.
 * @throws AwsError ClientError when a line is not JSON, or lacks an attribute
 */
export const augmentedRecords = async (
  reader: ChannelReader,
  { S3Uri: uri, AttributeNames: attributes }: S3DataSource,
): Promise<RecordPart[][]> => {
  const lines = (await readManifest(reader, uri!)).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const at = `line ${index + 1} of "${uri}"`;
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      throw downloadFailed(`${at} is not valid JSON.`);
    }
    if (typeof parsed !== 'object' || parsed === null) throw downloadFailed(`${at} is not a JSON object.`);
    return attributes!.map((attribute) => partOf(parsed as Record<string, unknown>, attribute, at));
  });
};

/** `s3://bucket/key` and its parts. */
import { validationException } from '../../wire/aws-error.ts';

/** @throws AwsError ValidationException when it is none */
export const parseS3Uri = (uri: string): { bucket: string; key: string } => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  if (!bucket) throw validationException(`Invalid S3 URI: ${uri}`);
  return { bucket, key: key ?? '' };
};

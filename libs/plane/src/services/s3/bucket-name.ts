/** The rules for the names of general-purpose buckets (S3 user guide, "General purpose bucket naming rules"). */
import { AwsError } from '../../wire/aws-error.ts';

const SHAPE = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

export const isBucketName = (name: string): boolean =>
  SHAPE.test(name) &&
  !name.includes('..') &&
  !IP_ADDRESS.test(name) &&
  !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
  !RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix));

/** @throws InvalidBucketName */
export const checkBucketName = (name: string): void => {
  if (!isBucketName(name)) {
    throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name });
  }
};

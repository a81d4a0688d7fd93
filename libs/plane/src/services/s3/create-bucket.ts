/**
 * CreateBucket: names are unique across accounts; us-east-1 answers success for a bucket that the caller has already.
 * @source docs - API_CreateBucket, "General purpose bucket naming rules"
 */
import { AwsError } from '../../wire/aws-error.ts';
import { checkBucketName } from './bucket-name.ts';
import { findBucket, setBucket } from './bucket.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { notImplemented } from './errors.ts';
import { encodeTags } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

/** The region without a location constraint. */
const FIRST_REGION = 'us-east-1';

const refuse = (input: S3Input<'CreateBucket'>): void => {
  const { CreateBucketConfiguration: configuration, ObjectOwnership: ownership, ACL, ...rest } = input;
  refuseUnsupported(rest);
  if (ACL !== undefined && ACL !== 'private') {
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      400,
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced') throw notImplemented('x-amz-object-ownership');
  for (const member of ['Location', 'Bucket'] as const) {
    if (configuration?.[member] !== undefined) throw notImplemented(`CreateBucketConfiguration.${member}`);
  }
};

const checkLocation = (constraint: string | undefined, region: string): void => {
  if (constraint === region) return;
  // EU is eu-west-1's old name.
  if (constraint === 'EU' && region === 'eu-west-1') return;
  if (constraint === undefined && region === FIRST_REGION) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
};

export const createBucket: S3Handler<'CreateBucket'> = (input, context) => {
  const { store } = context.plane;
  refuse(input);
  checkBucketName(input.Bucket);
  checkLocation(input.CreateBucketConfiguration?.LocationConstraint, context.region);
  const there = findBucket(store, input.Bucket);
  if (there && there.account !== context.accountId) {
    throw new AwsError(
      'BucketAlreadyExists',
      409,
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { BucketName: input.Bucket },
    );
  }
  if (there && !(there.region === FIRST_REGION && context.region === FIRST_REGION)) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: input.Bucket },
    );
  }
  const tags = encodeTags('bucket', input.CreateBucketConfiguration?.Tags ?? []);
  if (!there) {
    store.transaction(() => {
      store.run(
        'insert into s3_bucket (name, account, region, created) values (?, ?, ?, ?)',
        input.Bucket,
        context.accountId,
        context.region,
        Math.floor(context.now() / 1000) * 1000,
      );
      if (tags !== null) setBucket(store, input.Bucket, 'tags', tags);
    });
  }
  return { Location: `/${input.Bucket}`, BucketArn: `arn:aws:s3:::${input.Bucket}` };
};

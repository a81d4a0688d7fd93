/** The bucket that offline stores are kept in. */
import { CreateBucketCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Makes the bucket when it is not there. */
export const ensureBucket = async (s3: S3Client, bucket: string): Promise<void> => {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== 404) throw error;
    await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch((refusal: unknown) => {
      if ((refusal as Error).name !== 'BucketAlreadyOwnedByYou') throw refusal; // somebody else was faster
    });
  }
};

/** The archive of a model: where a container says it is, and whether it is there. */
import type { ModelDataSource } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { AwsError, validationException } from '../../../wire/aws-error.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

interface WithModelData {
  readonly ModelDataUrl?: string | undefined;
  readonly ModelDataSource?: ModelDataSource | undefined;
}

/** The S3 URI of the container's `model.tar.gz`, or undefined when it has none. */
export const modelDataUri = (container: WithModelData): string | undefined =>
  container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;

/**
 * Checks that the plane can deliver the model data: one gzip-compressed archive at an `s3://` URI.
 * @throws AwsError ValidationException
 */
export const checkModelData = (operation: string, container: WithModelData, path: string): void => {
  const { ModelDataUrl, ModelDataSource: source } = container;
  if (ModelDataUrl !== undefined && source !== undefined) {
    throw validationException('ModelDataUrl and ModelDataSource cannot both be specified.');
  }
  const s3 = source?.S3DataSource;
  if (s3) {
    supportOnly(
      operation,
      s3,
      ['S3Uri', 'S3DataType', 'CompressionType', 'ETag'],
      `${path}ModelDataSource.S3DataSource.`,
    );
    if (s3.S3DataType !== 'S3Object' || s3.CompressionType !== 'Gzip') {
      const given = `${s3.S3DataType} with CompressionType ${s3.CompressionType}`;
      throw unsupported(operation, `${path}ModelDataSource.S3DataSource: ${given}`);
    }
  }
  const uri = modelDataUri(container);
  if (uri?.startsWith('https:')) throw unsupported(operation, `${path}ModelDataUrl: https`);
};

/**
 * Looks the archive up in S3 as the caller.
 * @throws AwsError ValidationException when it is not there or not the caller's to read
 */
export const requireModelData = async (uri: string, context: CallContext): Promise<void> => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const missing = validationException(`Could not find model data at ${uri}.`);
  if (!Bucket) throw missing;
  try {
    await context.plane.call('s3', 'HeadObject', { Bucket, Key }, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.statusCode === 404) throw missing;
    if (error.statusCode === 403) throw validationException(`Could not access model data at ${uri}.`);
    throw error;
  }
};

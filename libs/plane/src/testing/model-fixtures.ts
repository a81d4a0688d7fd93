/** Models and their data for specs: the smallest ones that SageMaker takes. */
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  type CreateModelPackageCommandInput,
  type InferenceSpecification,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import type { SdkClients } from './sdk-clients.ts';

export const IMAGE = 'gradus/serving:1';

/** Puts an archive into a bucket of its own and resolves with its S3 URI. */
export const putModelData = async ({ s3 }: SdkClients, bucket: string, body = 'archive'): Promise<string> => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'model/model.tar.gz', Body: body }));
  return `s3://${bucket}/model/model.tar.gz`;
};

export const inferenceSpecification = (modelDataUrl?: string): InferenceSpecification => ({
  Containers: [{ Image: IMAGE, ModelDataUrl: modelDataUrl, Environment: { FROM: 'package' } }],
  SupportedContentTypes: ['application/json'],
  SupportedResponseMIMETypes: ['application/json'],
  SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
  SupportedTransformInstanceTypes: ['ml.m5.large'],
});

export const createGroup = async ({ sagemaker }: SdkClients, name: string): Promise<string> =>
  (await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name }))).ModelPackageGroupArn!;

/** Registers a version and resolves with its ARN. */
export const createVersion = async (
  { sagemaker }: SdkClients,
  group: string,
  input: Partial<CreateModelPackageCommandInput> = {},
): Promise<string> => {
  const created = await sagemaker.send(
    new CreateModelPackageCommand({
      ModelPackageGroupName: group,
      InferenceSpecification: inferenceSpecification(),
      ...input,
    }),
  );
  return created.ModelPackageArn!;
};

/** Makes a model without data of its own and resolves with its ARN. */
export const createModel = async ({ sagemaker }: SdkClients, name: string): Promise<string> =>
  (await sagemaker.send(new CreateModelCommand({ ModelName: name, PrimaryContainer: { Image: IMAGE } }))).ModelArn!;

export const productionVariant = (model: string): ProductionVariant => ({
  VariantName: 'all',
  ModelName: model,
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
});

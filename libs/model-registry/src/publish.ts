/** Registers a version: a model package in the model's group, which is made at the first. */
import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DescribeModelPackageGroupCommand,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { encodeFacts, type VersionFacts } from './metadata.ts';
import { describeVersion } from './read.ts';
import type { ModelVersion } from './version.ts';

export interface VersionToRegister {
  readonly group: string;
  readonly description: string;
  /** Serving image. */
  readonly image: string;
  /** `s3://…/model.tar.gz`. */
  readonly artifact: string;
  readonly instanceTypes: readonly string[];
  /** Where the code came from, as `MetadataProperties.Repository`. */
  readonly repository?: string;
  /** ARN of the training job; absent when it was trained elsewhere. */
  readonly generatedBy?: string;
  readonly facts: VersionFacts;
  /** Makes a repeat answer the version that the first call made: at most 36 characters of `[a-zA-Z0-9-]`. */
  readonly clientToken: string;
}

const CONTENT_TYPES = ['application/json', 'application/jsonlines', 'text/csv'];

/**
 * Registers a version that waits for approval; a repeat answers with the version of the first call.
 * @throws GradusError METADATA_TOO_LARGE
 */
export async function registerVersion(
  clients: Pick<AwsClients, 'sagemaker'>,
  version: VersionToRegister,
): Promise<ModelVersion> {
  await ensureGroup(clients, version.group);
  const { ModelPackageArn } = await clients.sagemaker.send(
    new CreateModelPackageCommand({
      ModelPackageGroupName: version.group,
      ModelPackageDescription: version.description,
      ModelApprovalStatus: 'PendingManualApproval',
      InferenceSpecification: {
        Containers: [{ Image: version.image, ModelDataUrl: version.artifact }],
        SupportedContentTypes: CONTENT_TYPES,
        SupportedResponseMIMETypes: CONTENT_TYPES,
        SupportedRealtimeInferenceInstanceTypes: version.instanceTypes as never,
      },
      ModelMetrics: {
        ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: version.facts.evaluation } },
      },
      MetadataProperties: {
        ...(version.facts.commit === undefined ? {} : { CommitId: version.facts.commit }),
        ...(version.repository === undefined ? {} : { Repository: version.repository }),
        ...(version.generatedBy === undefined ? {} : { GeneratedBy: version.generatedBy }),
      },
      CustomerMetadataProperties: encodeFacts(version.facts),
      ClientToken: version.clientToken,
    }),
  );
  return describeVersion(clients, ModelPackageArn!);
}

async function ensureGroup({ sagemaker }: Pick<AwsClients, 'sagemaker'>, group: string): Promise<void> {
  try {
    await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: group }));
  } catch (error) {
    // AWS answers a duplicate with the code of any other bad input, so the group itself is asked.
    const exists = await sagemaker
      .send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: group }))
      .catch(() => undefined);
    if (!exists) throw error;
  }
}

/** A version of a model, as the registry answers it and as Gradus's verbs read it. */
import type { DescribeModelPackageCommandOutput, ModelApprovalStatus } from '@aws-sdk/client-sagemaker';
import { decodeDecision, decodeFacts, type Decision, type VersionFacts } from './metadata.ts';

export interface ModelVersion {
  readonly group: string;
  readonly version: number;
  readonly arn: string;
  readonly status: ModelApprovalStatus;
  /** Absent until somebody approved or rejected it. */
  readonly decision?: Decision & { readonly why: string };
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly description: string;
  readonly image: string;
  /** `s3://…/model.tar.gz`. */
  readonly artifact: string;
  /** Absent when the version was not published by Gradus. */
  readonly facts?: VersionFacts;
}

export function versionOf(description: DescribeModelPackageCommandOutput): ModelVersion {
  const properties = description.CustomerMetadataProperties ?? {};
  const container = description.InferenceSpecification?.Containers?.[0];
  const decision = decodeDecision(properties);
  const facts = decodeFacts(properties);
  return {
    group: description.ModelPackageGroupName!,
    version: description.ModelPackageVersion!,
    arn: description.ModelPackageArn!,
    status: description.ModelApprovalStatus ?? 'PendingManualApproval',
    ...(decision && { decision: { ...decision, why: description.ApprovalDescription ?? '' } }),
    createdAt: description.CreationTime!,
    createdBy: description.CreatedBy?.IamIdentity?.Arn ?? '',
    description: description.ModelPackageDescription ?? '',
    image: container?.Image ?? '',
    artifact: container?.ModelDataUrl ?? '',
    ...(facts && { facts }),
  };
}

/** A version of a model, as the registry answers it and as Gradus's verbs read it. */
import type { DescribeModelPackageCommandOutput, ModelApprovalStatus } from '@aws-sdk/client-sagemaker';
import { decodeDecision, decodeFacts, decodeStageMove, type Decision, type VersionFacts } from './metadata.ts';

export interface ModelVersion {
  readonly group: string;
  readonly version: number;
  readonly arn: string;
  readonly status: ModelApprovalStatus;
  /** Absent until somebody approved or rejected it. */
  readonly decision?: Decision & { readonly why: string };
  /** Absent until it entered its life cycle; `by` and `at` when Gradus moved it. */
  readonly stage?: { readonly name: string; readonly status: string; readonly why: string } & Partial<Decision>;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Absent until it was changed. */
  readonly modified?: Decision;
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
  const cycle = description.ModelLifeCycle;
  return {
    group: description.ModelPackageGroupName!,
    version: description.ModelPackageVersion!,
    arn: description.ModelPackageArn!,
    status: description.ModelApprovalStatus ?? 'PendingManualApproval',
    ...(decision && { decision: { ...decision, why: description.ApprovalDescription ?? '' } }),
    ...(cycle && {
      stage: {
        name: cycle.Stage!,
        status: cycle.StageStatus!,
        why: cycle.StageDescription ?? '',
        ...decodeStageMove(properties),
      },
    }),
    createdAt: description.CreationTime!,
    createdBy: description.CreatedBy?.IamIdentity?.Arn ?? '',
    ...(description.LastModifiedTime && {
      modified: { by: description.LastModifiedBy?.IamIdentity?.Arn ?? '', at: description.LastModifiedTime },
    }),
    description: description.ModelPackageDescription ?? '',
    image: container?.Image ?? '',
    artifact: container?.ModelDataUrl ?? '',
    ...(facts && { facts }),
  };
}

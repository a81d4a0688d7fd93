/** The event that EventBridge gets when a version of a model is made, approved, rejected or moved in its life cycle. */
import type { CallContext } from '../../../service.ts';
import type { ModelPackage } from './model-package-table.ts';

/** Appends `SageMaker Model Package State Change` to the outbox, within the caller's transaction. */
export const appendModelPackageEvent = (context: CallContext, changed: ModelPackage): void => {
  context.plane.outbox.append(context, context.now(), {
    source: 'aws.sagemaker',
    detailType: 'SageMaker Model Package State Change',
    resources: [changed.ModelPackageArn!],
    detail: {
      ModelPackageName: changed.ModelPackageGroupName === undefined ? changed.ModelPackageName : undefined,
      ModelPackageGroupName: changed.ModelPackageGroupName,
      ModelPackageVersion: changed.ModelPackageVersion,
      ModelPackageArn: changed.ModelPackageArn,
      ModelPackageDescription: changed.ModelPackageDescription,
      CreationTime: changed.CreationTime!.toISOString(),
      InferenceSpecification: changed.InferenceSpecification,
      ModelPackageStatus: changed.ModelPackageStatus,
      ModelPackageStatusDetails: changed.ModelPackageStatusDetails,
      CertifyForMarketplace: changed.CertifyForMarketplace,
      ModelApprovalStatus: changed.ModelApprovalStatus,
      MetadataProperties: changed.MetadataProperties,
      ModelMetrics: changed.ModelMetrics,
      ModelLifeCycle: changed.ModelLifeCycle,
      LastModifiedTime: (changed.LastModifiedTime ?? changed.CreationTime!).toISOString(),
    },
  });
};

/** A model version as Level 0 publishes them: about 2 KB when described. */

export const STATUSES = ['Approved', 'PendingManualApproval', 'Rejected'] as const;

/** One in ten is approved, three are rejected, the rest wait; in runs, so that every group gets all of them. */
const statusOf = (index: number): (typeof STATUSES)[number] => {
  const tenth = Math.floor(index / 100) % 10;
  return tenth === 0 ? 'Approved' : tenth < 4 ? 'Rejected' : 'PendingManualApproval';
};

const hex = (index: number): string => index.toString(16).padStart(64, '0');

export const versionInput = (group: string, index: number): object => {
  const prefix = `s3://gradus-000000000000-us-east-1/ns=local/${group}/${index}`;
  return {
    ModelPackageGroupName: group,
    ModelPackageDescription: `Trained by ${group}-${index} on 100836 ratings of 610 users`,
    ModelApprovalStatus: statusOf(index),
    InferenceSpecification: {
      Containers: [
        {
          Image: 'gradus/serving:0.1.0',
          ModelDataUrl: `${prefix}/output/model.tar.gz`,
          Environment: { SAGEMAKER_PROGRAM: 'predict.mjs' },
        },
      ],
      SupportedContentTypes: ['application/json', 'text/csv'],
      SupportedResponseMIMETypes: ['application/json', 'text/csv'],
      SupportedRealtimeInferenceInstanceTypes: ['ml.m5.large'],
      SupportedTransformInstanceTypes: ['ml.m5.large'],
    },
    ModelMetrics: {
      ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: `${prefix}/evaluation.json` } },
    },
    MetadataProperties: { CommitId: hex(index).slice(24), Repository: 'https://example.com/models.git' },
    CustomerMetadataProperties: {
      'gradus:training-job': `${group}-${index}`,
      'gradus:git-dirty': 'false',
      'gradus:data-sha256': hex(index),
      'gradus:data-rows': '100836',
      'gradus:seed': '42',
      'gradus:lockfile-sha256': hex(index + 1),
      'gradus:notebook': `${prefix}/output/recommender.ipynb`,
      'gradus:factors': '32',
      'gradus:epochs': '20',
      'gradus:ndcg-at-10': '0.0712',
      'gradus:ndcg-at-10-popularity': '0.0388',
    },
  };
};

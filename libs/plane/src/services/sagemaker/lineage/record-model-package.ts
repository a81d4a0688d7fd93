/** The lineage of model packages: an artifact of each, the context of its group, and an action for each decision on it. */
import type { DescribeModelPackageOutput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import type { LineageRecord } from './lineage-record.ts';
import { lineageRecorder, type LineageRecorder } from './lineage-recorder.ts';

/** Times travel as ISO 8601 text. */
type PackageDetail = Omit<DescribeModelPackageOutput, 'LastModifiedTime'> & { readonly LastModifiedTime: string };

const APPROVAL = 'Approval';

export const recordModelPackage: LineageRecord = (event, { store }) => {
  const detail = event.detail as PackageDetail;
  const lineage = lineageRecorder(store, event);
  const artifact = recordContainers(lineage, detail);
  const { ModelPackageGroupName: group, ModelPackageVersion: version, ModelApprovalStatus: approval } = detail;
  if (group === undefined) return;
  const groupArn = arnOf(event, 'model-package-group', group);
  lineage.associate(artifact, 'AssociatedWith', lineage.context(`${group}-aws-model-group`, 'ModelGroup', groupArn));
  if (approval === undefined) return;
  // The event of a move to another stage carries the status too, which nobody decided on anew.
  const decision = `${group}-${version}-${approval}-`;
  if (lineage.newestAction(APPROVAL, detail.ModelPackageArn!)?.startsWith(decision)) return;
  const seconds = Math.floor(Date.parse(detail.LastModifiedTime) / 1000);
  const action = lineage.action(
    `${decision}${seconds}-aws-model-group`,
    APPROVAL,
    detail.ModelPackageArn!,
    'Completed',
  );
  lineage.associate(action, 'ContributedTo', artifact);
};

/** The package's artifact, to which images and model data contributed. */
const recordContainers = (lineage: LineageRecorder, detail: PackageDetail): string => {
  const artifact = lineage.artifact(detail.ModelPackageArn, 'Model')!;
  for (const { Image, ModelDataUrl, ModelDataSource } of detail.InferenceSpecification?.Containers ?? []) {
    lineage.associate(lineage.artifact(Image, 'Image'), 'ContributedTo', artifact);
    const data = ModelDataUrl ?? ModelDataSource?.S3DataSource?.S3Uri;
    lineage.associate(lineage.artifact(data, 'Model'), 'ContributedTo', artifact);
  }
  return artifact;
};

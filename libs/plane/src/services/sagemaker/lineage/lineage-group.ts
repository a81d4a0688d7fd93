/** The lineage group that every entity of an account belongs to. */
import type { Owner } from '../arn.ts';

export const lineageGroupArn = ({ accountId, region }: Owner): string =>
  `arn:aws:sagemaker:${region}:${accountId}:lineage-group/sagemaker-default-lineage-group`;

/**
 * How much lineage callers may make; what SageMaker makes itself does not count.
 * @source docs
 */
import type { CallContext } from '../../../service.ts';
import { AwsError } from '../../../wire/aws-error.ts';

const LIMITS = { artifact: 6000, action: 3000, context: 500, association: 6000 } as const;

const COUNTED = {
  entity: `select count(*) as count from sagemaker_lineage_entity
           where account = ? and region = ? and kind = ? and manual = 1`,
  association: 'select count(*) as count from sagemaker_association where account = ? and region = ? and manual = 1',
};

/** @throws AwsError ResourceLimitExceeded */
export const checkLineageLimit = ({ accountId, region, plane }: CallContext, kind: keyof typeof LIMITS): void => {
  const { count } =
    kind === 'association'
      ? plane.store.get<{ count: number }>(COUNTED.association, accountId, region)!
      : plane.store.get<{ count: number }>(COUNTED.entity, accountId, region, kind)!;
  if (count < LIMITS[kind]) return;
  throw new AwsError(
    'ResourceLimitExceeded',
    400,
    `The account-level service limit for ${kind}s is ${LIMITS[kind]}, with current utilization of ${count} and a request delta of 1.`,
  );
};

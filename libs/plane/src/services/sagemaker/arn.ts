/** SageMaker's Amazon Resource Names: making them and reading them. */

/** Whose resource it is; a {@link CallContext} is one. */
export interface Owner {
  readonly accountId: string;
  readonly region: string;
}

export type ResourceKind =
  | 'action'
  | 'artifact'
  | 'context'
  | 'endpoint'
  | 'endpoint-config'
  | 'experiment'
  | 'experiment-trial'
  | 'experiment-trial-component'
  | 'feature-group'
  | 'model'
  | 'model-card'
  | 'model-package'
  | 'model-package-group'
  | 'processing-job'
  | 'training-job'
  | 'transform-job';

export interface ResourceArn extends Owner {
  readonly kind: string;
  /** What follows the kind: a name, or `<group>/<version>`. */
  readonly id: string;
}

export const arnOf = (owner: Owner, kind: ResourceKind, id: string): string =>
  `arn:aws:sagemaker:${owner.region}:${owner.accountId}:${kind}/${id}`;

/** Of the one partition that the plane has: a resource has one ARN only. */
const ARN = /^arn:aws:sagemaker:([a-z0-9-]*):([0-9]{12}):([a-z-]+)\/(.+)$/;

/** The parts of a SageMaker ARN, or undefined when it is none. */
export const parseArn = (arn: string): ResourceArn | undefined => {
  const [, region, accountId, kind, id] = ARN.exec(arn) ?? [];
  return region === undefined ? undefined : { region, accountId: accountId!, kind: kind!, id: id! };
};

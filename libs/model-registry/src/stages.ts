/** The stages of a model's life cycle: which there are, what leads to each, and who may move a version there. */

export interface StageRule {
  readonly name: string;
  /** The stages that lead here; `None` is a version that has no stage yet. */
  readonly from: readonly string[];
  /** ARNs of who may move a version here, `*` for any text; anybody when absent. */
  readonly by?: readonly string[];
}

/** Of a version that has not entered its life cycle. */
export const NO_STAGE = 'None';

/** The stages of a model that declares none. */
export const DEFAULT_STAGES: readonly StageRule[] = [
  { name: 'Development', from: [NO_STAGE, 'Staging'] },
  { name: 'Staging', from: [NO_STAGE, 'Development', 'Production'] },
  { name: 'Production', from: ['Staging', 'Archived'] },
  { name: 'Archived', from: [NO_STAGE, 'Development', 'Staging', 'Production'] },
];

/** The statuses of AWS's pre-defined life cycle. */
export const STAGE_STATUSES = ['PendingApproval', 'InProgress', 'OnHold', 'Approved', 'Rejected', 'Retired'] as const;

export type StageStatus = (typeof STAGE_STATUSES)[number];

/** Whether an ARN is one that a rule allows. */
export const mayMove = ({ by = ['*'] }: StageRule, arn: string): boolean =>
  by.some((pattern) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(arn),
  );

/** An area of SageMaker: its operations, tables and machines, in a folder of their own. */
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import type { AnyMachine } from '../../engine/engine.ts';
import type { OutboxFollower } from '../../engine/outbox.ts';
import type { Handlers } from '../../service.ts';

export interface Area<Names extends keyof SageMakerOperations> {
  /** SQL that creates the area's tables. */
  readonly schema: readonly string[];
  readonly machines?: readonly AnyMachine[];
  readonly followers?: readonly OutboxFollower[];
  readonly handlers: Pick<Handlers<SageMakerOperations>, Names>;
}

/** Types an area's handlers by their operations' names. */
export const defineArea = <Names extends keyof SageMakerOperations>(area: Area<Names>): Area<Names> => area;

/** The types of SageMaker's handlers: one name instead of three imports in every operation's file. */
import type { SageMakerOperations } from '../../models/sagemaker-operations.ts';
import type { Handlers } from '../../service.ts';

export type SageMakerHandler<Name extends keyof SageMakerOperations> = Handlers<SageMakerOperations>[Name];

export type Input<Name extends keyof SageMakerOperations> = SageMakerOperations[Name]['input'];

/** What the operation answers, without `$metadata`. */
export type Output<Name extends keyof SageMakerOperations> = Omit<SageMakerOperations[Name]['output'], '$metadata'>;

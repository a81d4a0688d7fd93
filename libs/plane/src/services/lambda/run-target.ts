/** Runs one event on a version that is chosen, with the concurrency that its function has now. */
import type { PlaneServices } from '../../service.ts';
import { runInvocation, type InvocationAnswer } from './environments/invocation.ts';
import type { InvocationTarget } from './invocation-target.ts';
import { lambdaRuntime } from './lambda-runtime.ts';
import { unreservedConcurrency } from './reserved-concurrency.ts';

export interface TargetRequest {
  readonly plane: PlaneServices;
  readonly id: string;
  readonly payload: Uint8Array;
  readonly qualifier?: string;
  readonly clientContext?: unknown;
}

/** @throws AwsError TooManyRequestsException */
export const runTarget = ({ row, run, arn }: InvocationTarget, request: TargetRequest): Promise<InvocationAnswer> => {
  const { plane, ...event } = request;
  return runInvocation(
    {
      ...{ ...event, run, invokedArn: arn, unreserved: unreservedConcurrency(plane.store, run) },
      ...(row.reserved !== null && { reserved: row.reserved }),
    },
    lambdaRuntime(plane),
  );
};

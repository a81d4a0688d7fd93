/**
 * The texts of FailureReason.
 * @source docs - "AlgorithmError: <failure file>, exit code: N"
 * @source unverified - a container that a limit ends: without memory it is killed as the kernel does, 137; a full volume
 */
import type { RunResult } from './training-state.ts';

/** SageMaker's bound on FailureReason. */
const FAILURE_CHARACTERS = 1024;

export const INTERNAL_ERROR = 'InternalServerError: We encountered an internal error. Please try again.';

const DISK_FULL = 'ClientError: No space left on device: please use a larger VolumeSizeInGB.';

/** Where it was cut no half of a character stays. */
export const cutReason = (reason: string): string =>
  reason.slice(0, FAILURE_CHARACTERS).replace(/[\ud800-\udbff]$/, '');

/** Why a host failed; undefined when it did not. */
export const failureReason = ({ exitCode, reason, failure }: RunResult): string | undefined => {
  if (reason === 'DiskFull') return DISK_FULL;
  if (exitCode === 0) return undefined;
  if (exitCode === -1) return INTERNAL_ERROR;
  const code = `, exit code: ${exitCode}`;
  const [before, room] = ['AlgorithmError: ', FAILURE_CHARACTERS - code.length];
  return `${cutReason(`${before}${failure ?? ''}`.slice(0, room))}${code}`;
};

/** Faults of SageMaker's own, which RetryStrategy is about. */
export const isInternal = (reason: string): boolean => reason.startsWith('InternalServerError');

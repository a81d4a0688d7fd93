/** What the machine of a training job remembers, does and is told. */
import type { ContainerEndReason } from '../../../jobs/supervisor.ts';
import type { Principal } from '../../../service.ts';
import type { TrainingJob } from './training-job-table.ts';

export type TrainingEffect =
  | { readonly type: 'download' }
  | { readonly type: 'run'; readonly host: string }
  /** Ends the containers: SIGTERM, and SIGKILL after SageMaker's wait, or at once. */
  | { readonly type: 'stop'; readonly attempt: number; readonly atOnce: boolean }
  | { readonly type: 'upload'; readonly succeeded: boolean }
  | { readonly type: 'clean' };

/** Why the containers were told to stop by something else than themselves. */
export type StopReason = 'requested' | 'max-runtime' | 'max-wait';

/** How a host's container ended. */
export interface RunResult {
  readonly exitCode: number;
  /** The limit that ended it. */
  readonly reason?: ContainerEndReason;
  /** The failure file's first 1024 characters; absent when there is none. */
  readonly failure?: string;
}

export interface HostProgress {
  /** Read so far of the container's log, in bytes. */
  readonly logOffset: number;
  /** Its effect is over: the container has ended, or could not be run. */
  readonly ended?: boolean;
}

export interface TrainingState {
  readonly job: TrainingJob;
  /** Who made the job, for calls on its behalf. */
  readonly creator: Principal;
  /** Counts starts of the hosts: a retry and the return from an interruption are new ones. */
  readonly attempt: number;
  /** Of this attempt, by name. */
  readonly hosts: Readonly<Record<string, HostProgress>>;
  readonly stopReason?: StopReason;
  /** Spot capacity is gone, or about to go; how long it stays away, in service milliseconds. */
  readonly interrupted?: { readonly awayMs: number };
  /** Why the attempt failed, once it has. */
  readonly failureReason?: string;
  /** It failed by a fault of the plane: what the hosts left is not uploaded. */
  readonly faulty?: boolean;
  /** How often RetryStrategy has started the job over. */
  readonly retries: number;
  /** Last value per metric. */
  readonly metrics: Readonly<Record<string, { readonly value: number; readonly at: number }>>;
}

/** Signals of the log's tail, of StopTrainingJob and of InterruptSpotTraining. */
export const LOG_SIGNAL = 'log';
export const STOP_SIGNAL = 'stop';
export const INTERRUPT_SIGNAL = 'interrupt';

export interface LogProgress {
  readonly host: string;
  readonly logOffset: number;
  readonly metrics: TrainingState['metrics'];
}

export interface Interruption {
  readonly awayMs: number;
}

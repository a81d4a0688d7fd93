/** What the machine of a processing job remembers, does and is told. */
import type { EffectContext } from '../../../engine/engine.ts';
import type { ContainerEndReason } from '../../../jobs/supervisor.ts';
import type { Principal } from '../../../service.ts';
import type { ProcessingJob } from './processing-job-table.ts';

export type ProcessingEffect =
  | { readonly type: 'prepare' }
  | { readonly type: 'run'; readonly host: string }
  | { readonly type: 'stop' }
  | { readonly type: 'upload' }
  | { readonly type: 'clean' };

/** How a host's container ended. */
export interface ProcessingRunResult {
  readonly exitCode: number;
  /** The limit that ended it. */
  readonly reason?: ContainerEndReason;
  /** What `/opt/ml/output/message` holds, 1 KB at most; absent when there is none. */
  readonly message?: string;
  /** The message is not UTF-8. */
  readonly unreadableMessage?: boolean;
}

export interface ProcessingHost {
  /** Read so far of the container's log, in bytes. */
  readonly logOffset: number;
  /** Its effect is over. */
  readonly ended?: boolean;
  readonly message?: string;
}

export interface ProcessingState {
  readonly job: ProcessingJob;
  /** Who made the job. */
  readonly creator: Principal;
  /** By name: `algo-1`, … */
  readonly hosts: Readonly<Record<string, ProcessingHost>>;
  readonly stopReason?: 'requested' | 'max-runtime' | 'failed';
  /** Why the job will fail, once something did. */
  readonly failureReason?: string;
}

/** Signals of the log's tail and of StopProcessingJob. */
export const LOG_SIGNAL = 'log';
export const STOP_SIGNAL = 'stop';

export interface LogProgress {
  readonly host: string;
  readonly logOffset: number;
}

export const hostsOf = ({ ProcessingResources }: Pick<ProcessingJob, 'ProcessingResources'>): readonly string[] =>
  Array.from({ length: ProcessingResources!.ClusterConfig!.InstanceCount! }, (_, index) => `algo-${index + 1}`);

/** Whether a running effect is to come to an end. */
export const isStopping = ({ plane, ref }: EffectContext): boolean => {
  const state = plane.engine.state<ProcessingState>(ref.id);
  return !state || state.stopReason !== undefined;
};

/** What the machine of a transform job remembers, does and is told. */
import type { EffectContext } from '../../../engine/engine.ts';
import type { Principal } from '../../../service.ts';
import type { TransformJob } from './transform-job-table.ts';

export type TransformEffect =
  | { readonly type: 'prepare' }
  | { readonly type: 'run'; readonly host: number }
  | { readonly type: 'stop' }
  | { readonly type: 'upload' }
  | { readonly type: 'clean' };

/** The model as it was when the job was made: it may be deleted while the job runs. */
export interface TransformModel {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly modelDataUri?: string | undefined;
  readonly roleArn?: string | undefined;
}

export interface TransformHost {
  /** The loopback port of its container; reserved before that starts. */
  readonly port?: number;
  /** Read so far of the container's log, in bytes. */
  readonly logOffset: number;
  /** Its effect is over. */
  readonly ended?: boolean;
}

export interface TransformState {
  readonly job: TransformJob;
  readonly modified: number;
  /** Who made the job, for calls on its behalf where the model has no role. */
  readonly creator: Principal;
  readonly model: TransformModel;
  /** The instances, from 0. */
  readonly hosts: readonly TransformHost[];
  readonly stopping?: boolean;
  /** Why the job will fail, once something did. */
  readonly failureReason?: string;
}

/** Signals of the hosts and of StopTransformJob. */
export const PORT_SIGNAL = 'port';
export const LOG_SIGNAL = 'log';
export const STOP_SIGNAL = 'stop';

export interface HostSignal {
  readonly host: number;
  readonly port?: number;
  readonly logOffset?: number;
}

/** What the `run` effect ends with: the first failure of the host's objects, if there was one. */
export interface TransformRunResult {
  readonly failureReason?: string;
}

/** Whether a running effect is to come to an end: the job was asked to stop, or is no more. */
export const isStopping = ({ plane, ref }: EffectContext): boolean => {
  const state = plane.engine.state<TransformState>(ref.id);
  return !state || state.stopping === true;
};

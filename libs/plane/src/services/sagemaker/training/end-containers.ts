/** Ends and forgets the containers of a training job. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import { trainingContainerId } from './training-folders.ts';
import type { TrainingState } from './training-state.ts';

/** SageMaker's wait between SIGTERM and SIGKILL. */
const STOP_GRACE_MS = 120_000;
/** Between two looks for a container that is about to start. */
const STOP_LOOK_MS = 20;

/** Removes a host's container; one that runs is killed. */
export const endContainer = async (
  context: EffectContext,
  of: Pick<TrainingState, 'job' | 'attempt'>,
  host: string,
): Promise<void> => {
  const { supervisor } = context.plane;
  const id = trainingContainerId(context, of, host);
  await (await supervisor.attach(id))?.stop(0);
  await supervisor.remove(id);
};

/** Tells the containers of an attempt to stop, and resolves when they are gone or the plane closes. */
export const stopContainers = async (
  state: TrainingState,
  context: EffectContext,
  { attempt, atOnce }: { readonly attempt: number; readonly atOnce: boolean },
): Promise<void> => {
  if (state.attempt !== attempt) return;
  await Promise.all(Object.keys(state.hosts).map((host) => stopHost(state, context, host, atOnce ? 0 : STOP_GRACE_MS)));
};

const stopHost = async (
  { job, attempt }: TrainingState,
  context: EffectContext,
  host: string,
  graceMs: number,
): Promise<void> => {
  const { plane, ref, aborted } = context;
  const id = trainingContainerId(context, { job, attempt }, host);
  while (!aborted.aborted) {
    const container = await plane.supervisor.attach(id);
    if (container) {
      aborted.throwIfAborted();
      // A plane that closes does not wait: the next one asks the container again.
      await Promise.race([container.stop(graceMs), once(aborted, 'abort')]);
      return;
    }
    // The job is in Training, so the container is about to start, unless starting it has failed.
    const now = plane.engine.state<TrainingState>(ref.id);
    if (now?.attempt !== attempt || !now.hosts[host] || now.hosts[host].ended) return;
    await delay(STOP_LOOK_MS);
  }
};

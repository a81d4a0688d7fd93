/** What a training job does to the world: fetches its channels, runs its hosts, uploads what they left. */
import { rm } from 'node:fs/promises';
import { machineId } from '../../../engine/machine-id.ts';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Owner } from '../arn.ts';
import { endContainer, stopContainers } from './end-containers.ts';
import { prepareTraining } from './prepare-training.ts';
import { runTrainingHost } from './run-training-host.ts';
import { jobFolder } from './training-folders.ts';
import { hostsOf } from './training-hosts.ts';
import type { TrainingEffect, TrainingState } from './training-state.ts';
import { uploadTraining } from './upload-training.ts';

export const trainingMachineId = (owner: Owner, name: string): string => machineId('training-job', owner, name);

export const performTrainingEffect = (effect: TrainingEffect, context: EffectContext): Promise<unknown> => {
  const state = context.plane.engine.state<TrainingState>(context.ref.id)!;
  switch (effect.type) {
    case 'download':
      return prepareTraining(state, context);
    case 'run':
      return runTrainingHost(state, context, effect.host);
    case 'stop':
      return stopContainers(state, context, effect);
    case 'upload':
      return uploadTraining(state, context, effect.succeeded);
    case 'clean':
      return clean(state, context);
  }
};

/** A job that fails for another reason than its containers' end leaves those running. */
const clean = async (state: TrainingState, context: EffectContext): Promise<void> => {
  for (const host of hostsOf(state.job)) await endContainer(context, state, host);
  await rm(jobFolder(context, state.job), { recursive: true, force: true });
};

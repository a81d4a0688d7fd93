/** Training jobs as the engine moves them. */
import type { Machine } from '../../../engine/engine.ts';
import { advanceTrainingJob } from './advance-training-job.ts';
import { performTrainingEffect } from './training-job-effects.ts';
import { updateTrainingJob } from './training-job-table.ts';
import type { TrainingEffect, TrainingState } from './training-state.ts';

export const trainingJobMachine: Machine<TrainingState, TrainingEffect> = {
  kind: 'sagemaker:training-job',
  advance: advanceTrainingJob,
  perform: performTrainingEffect,
  project: (store, ref, state) => updateTrainingJob(store, ref, state.job),
};

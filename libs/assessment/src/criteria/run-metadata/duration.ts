/** Level 1: each run records when its steps began and ended. */
import { formatDuration } from '@gradus/core';
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const duration = criterion({
  id: 'duration',
  level: 1,
  list: 'run-metadata',
  title: 'Start, end and duration of each step',
  source: 'Recorded of each run: start and end, and how long each step took.',
  judge: ofRun((job, _version, { model }) => {
    const link = resourceLink('training job', job.TrainingJobArn);
    const [start, end] = [job.TrainingStartTime, job.TrainingEndTime];
    return start && end
      ? met(`${start.toISOString().slice(0, 19)}Z, ${formatDuration(end.getTime() - start.getTime())}`, link)
      : notMet('the training job has no start and end', run(`gradus publish ${model.name}`), link);
  }),
});

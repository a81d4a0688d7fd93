/** Level 1: each run points to the artifacts of its steps. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, resourceLink } from '../../link.ts';

export const artifactPointers = criterion({
  id: 'artifact-pointers',
  level: 1,
  list: 'run-metadata',
  title: 'Pointers to the artifacts of each step',
  source: 'Recorded of each run: pointers to what each step made, so that a run can go on from the step that failed.',
  judge: ofRun((job, version, { objects, model }) => {
    const link = resourceLink('training job', job.TrainingJobArn);
    const uri = job.ModelArtifacts?.S3ModelArtifacts;
    return uri !== undefined && uri === version.artifact && objects.has(uri)
      ? met(`the artifact of the job is that of version ${version.version}`, objectLink(uri), link)
      : notMet('the artifact of the job is not there', run(`gradus publish ${model.name}`), link);
  }),
});

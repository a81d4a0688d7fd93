/** The ranker's training job: its program bundled, the training set as its channel, its model and metrics read back. */
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { uniqueName, type LoadedModel } from '@gradus/core';
import * as training from '@gradus/training';
import type { RankingEvaluation, Ranker } from './movie-tasks.ts';

export interface TrainedRanker {
  readonly job: string;
  readonly artifact: string;
  readonly ranker: Ranker;
  readonly evaluation: RankingEvaluation;
}

const METRICS = ['ndcg_at_10_full', 'hr_at_10_full', 'base_ndcg_at_10_full', 'base_hr_at_10_full'];

/**
 * @param trainingSet `train.parquet` in a folder of its own, which becomes the channel
 * @throws GradusError SCRIPT_BROKEN, JOB_FAILED, and what uploading throws
 */
export const trainRanker = async (
  { model, root }: LoadedModel,
  context: training.TrainingContext & { readonly workspace: string },
  trainingSet: string,
  progress: training.JobProgress,
): Promise<TrainedRanker> => {
  const { clients, environment, workspace } = context;
  const [bundle, provenance, data] = await Promise.all([
    training.bundleScript(join(root, 'steps/train-job.ts')),
    training.provenanceOf(workspace),
    training.readData(['train'], [{ name: 'train', source: dirname(trainingSet) }]),
  ]);
  await training.ensureBucket(clients.s3, environment.bucket);
  const key = environment.key(model.name, 'code', bundle.sha256, 'sourcedir.tar.gz');
  const code = await training.putBytes(clients.s3, environment.bucket, key, bundle.archive, 'application/gzip');
  const channels = await training.uploadData(context, model.name, data, () => undefined);
  const job = uniqueName(`${model.name}-ranker`);
  const { instanceType, instanceCount } = model.notebook;
  const record: training.RunRecord = {
    ...{ model: model.name, code, notebook: bundle.program, parameters: {}, provenance },
    ...{ image: environment.images.serving, instanceType, gates: METRICS },
  };
  await training.startTrainingJob(context, job, record, { instanceType, instanceCount }, channels);
  const ended = await training.followTrainingJob(context, job, progress);
  const artifact = ended.ModelArtifacts!.S3ModelArtifacts!;
  const archive = Readable.from(await training.getBytes(clients.s3, artifact));
  const files = await training.readArchive(archive, (path) => path.endsWith('.json'));
  const read = (name: string): unknown => JSON.parse(files.get(name)!.toString('utf8'));
  return {
    ...{ job, artifact },
    ranker: read('ranker.json') as Ranker,
    evaluation: read('evaluation.json') as RankingEvaluation,
  };
};

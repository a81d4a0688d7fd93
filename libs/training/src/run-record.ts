/** What a run is registered with once it has ended: in S3 from before its job is made, so that a repeat registers the same. */
import type { LoadedModel } from '@gradus/core';
import type { TrainingContext } from './context.ts';
import { errors } from './errors.ts';
import { getJson, putJson, s3Uri } from './objects.ts';
import type { Parameters } from './parameters.ts';
import type { Provenance } from './provenance.ts';

export interface RunRecord {
  readonly model: string;
  /** S3 URI of the source bundle. */
  readonly code: string;
  /** The path of the notebook or the script inside it. */
  readonly notebook: string;
  readonly parameters: Parameters;
  readonly provenance: Provenance;
  /** Serving image and instance type. */
  readonly image: string;
  readonly instanceType: string;
  /** The metrics that the model's gates look at. */
  readonly gates: readonly string[];
}

const recordKey = ({ environment }: TrainingContext, model: string, job: string): string =>
  environment.key(model, 'runs', `${job}.json`);

export const writeRunRecord = async (context: TrainingContext, job: string, record: RunRecord): Promise<void> => {
  const { clients, environment } = context;
  await putJson(clients.s3, environment.bucket, recordKey(context, record.model, job), record);
};

/** @throws GradusError JOB_FOREIGN */
export async function readRunRecord(context: TrainingContext, { model }: LoadedModel, job: string): Promise<RunRecord> {
  const { clients, environment } = context;
  try {
    return await getJson<RunRecord>(clients.s3, s3Uri(environment.bucket, recordKey(context, model.name, job)));
  } catch (error) {
    if ((error as Error).name !== 'NoSuchKey' && (error as Error).name !== 'NoSuchBucket') throw error;
    throw errors.make('JOB_FOREIGN', `training job ${job} was not made by a publish of ${model.name}`, {
      got: job,
      remedy: 'Name the model that it belongs to, or publish anew without --resume.',
      cause: error,
    });
  }
}

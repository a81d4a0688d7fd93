/** All that a user can see of a model, in words that do not differ from one run to the next. */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListTrainingJobsCommand, ListTrialsCommand } from '@aws-sdk/client-sagemaker';
import { describeEndpoint } from '@gradus/deployment';
import { history, lineageOf, listAliases, listVersions } from '@gradus/model-registry';
import { experimentOf } from '@gradus/training';
import type { Level0Context } from '../context.ts';
import { predict } from '../predict.ts';
import type { Scene } from './fault-verbs.ts';

export interface Look {
  readonly seen: Readonly<Record<string, unknown>>;
  /** How many a publish that was cut off before its job was made leaves, and one that is done anew does not take up. */
  readonly spare: { readonly records: number; readonly trials: number };
}

export const look = async ({ films }: Scene, context: Level0Context): Promise<Look> => {
  const { name } = films.model;
  const { clients, environment } = context;
  const versions = await listVersions(clients, name);
  const graphs = await Promise.all(versions.map(({ arn }) => lineageOf(clients, arn)));
  const { TrainingJobSummaries: jobs = [] } = await clients.sagemaker.send(
    new ListTrainingJobsCommand({ NameContains: `${name}-` }),
  );
  const { Contents: objects = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: environment.bucket }));
  const endpoint = await describeEndpoint(clients, name);
  const keys = objects.map(({ Key }) => Key!);
  const plain = (text: string): string =>
    text.replaceAll(name, 'films').replaceAll(/films-\d+-\d+-[0-9a-f]+|[0-9a-f]{64}/g, '*');
  const seen = {
    versions: versions.map(({ version, status, stage, decision, facts }) => {
      return { version, status, stage: stage?.name, why: decision?.why, metrics: facts?.metrics };
    }),
    history: (await history(context, name)).map(({ kind, what }) => `${kind}: ${plain(what)}`),
    aliases: (await listAliases(context, name)).map((alias) => `${alias.name} is ${alias.version}`),
    lineage: graphs.map(({ nodes, edges }) => [...nodes.map(({ kind }) => kind).sort(), edges.length]),
    jobs: jobs.map(({ TrainingJobStatus }) => TrainingJobStatus),
    objects: [...new Set(keys.map(plain))].sort(),
    endpoint: endpoint && {
      status: endpoint.EndpointStatus,
      config: endpoint.EndpointConfigName!.replace(name, 'films'),
      answers: (await predict(films, context, { user: 4 })).output,
    },
  };
  const records = keys.filter((key) => key.includes('/runs/')).length;
  const { TrialSummaries: trials = [] } = await clients.sagemaker
    .send(new ListTrialsCommand({ ExperimentName: experimentOf(environment, name) }))
    .catch((error: unknown) => {
      if ((error as Error).name === 'ResourceNotFound') return { TrialSummaries: [] };
      throw error;
    });
  return { seen, spare: { records: records - jobs.length, trials: trials.length - jobs.length } };
};

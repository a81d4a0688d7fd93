/** Finds the logs that a name stands for: of a model its newest training job and its endpoint, or of one of those. */
import { ListEndpointsCommand, ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { didYouMean } from '@gradus/core';
import { errors } from '../errors.ts';
import type { LogSource } from './follow-logs.ts';

const PAGE = 100;

export const jobLog = (job: string): LogSource => ({
  name: job,
  group: '/aws/sagemaker/TrainingJobs',
  streamPrefix: `${job}/`,
});

export const endpointLog = (endpoint: string): LogSource => ({
  name: endpoint,
  group: `/aws/sagemaker/Endpoints/${endpoint}`,
});

/**
 * The logs of `name`; of a model, that of its newest job first.
 * @throws GradusError LOG_NONE; LOG_UNKNOWN with the near match and what there is
 */
export const findLogs = async (
  clients: Pick<AwsClients, 'sagemaker'>,
  name: string,
  models: readonly string[],
): Promise<LogSource[]> => {
  const [jobList, endpointList] = await Promise.all([
    clients.sagemaker.send(
      new ListTrainingJobsCommand({
        NameContains: name,
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: PAGE,
      }),
    ),
    clients.sagemaker.send(new ListEndpointsCommand({ NameContains: name, MaxResults: PAGE })),
  ]);
  const jobs = (jobList.TrainingJobSummaries ?? []).map((job) => job.TrainingJobName!);
  const endpoints = (endpointList.Endpoints ?? []).map((endpoint) => endpoint.EndpointName!);
  if (jobs.includes(name)) return [jobLog(name)];
  const newest = models.includes(name) ? jobs.find((job) => job.startsWith(`${name}-`)) : undefined;
  const sources = [...(newest ? [jobLog(newest)] : []), ...(endpoints.includes(name) ? [endpointLog(name)] : [])];
  if (sources.length > 0) return sources;
  if (models.includes(name)) {
    throw errors.make('LOG_NONE', `model ${name} has no training job and no endpoint`, {
      got: name,
      remedy: `Make one: gradus publish ${name}`,
    });
  }
  const allowed = [...new Set([...models, ...jobs, ...endpoints])];
  throw errors.make('LOG_UNKNOWN', `nothing named "${name}" has a log`, {
    got: name,
    allowed,
    remedy: didYouMean(name, allowed) ?? 'Name a model, a training job or an endpoint.',
  });
};

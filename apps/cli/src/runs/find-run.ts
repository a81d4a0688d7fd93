/** The run that a name stands for: of an experiment, or the trial component or the job of that name. */
import { didYouMean, isGradusError } from '@gradus/core';
import type { RunClients, RunDetail } from '@gradus/experiments';
import { errors } from '../errors.ts';

const JOBS = ['aws-training-job', 'aws-processing-job', 'aws-transform-job'];

type Clients = Pick<RunClients, 'sagemaker'>;

/** The run of an exact name; undefined where there is none. */
export const readRunNamed = async (clients: Clients, name: string): Promise<RunDetail | undefined> => {
  const { readRun } = await import('@gradus/experiments');
  for (const candidate of [name, ...JOBS.map((suffix) => `${name}-${suffix}`)]) {
    try {
      return await readRun(clients, { name: candidate });
    } catch (error) {
      if (!isGradusError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
    }
  }
  return undefined;
};

const namesOf = (run: Pick<RunDetail, 'name' | 'component' | 'displayName'>): string[] => [
  run.displayName,
  run.name,
  run.component,
];

/**
 * The run of an experiment that `name` is the name of, or the end of the name.
 * @throws GradusError RUN_UNKNOWN with the near match, or those that end so
 */
export const runAmong = <Run extends RunDetail>(runs: readonly Run[], name: string, experiment: string): Run => {
  const exact = runs.find((run) => namesOf(run).includes(name));
  if (exact) return exact;
  const ending = runs.filter((run) => namesOf(run).some((each) => each.endsWith(`-${name}`)));
  if (ending.length === 1) return ending[0]!;
  const allowed = (ending.length > 1 ? ending : runs).map((run) => run.displayName);
  const what = ending.length > 1 ? `${ending.length} runs of ${experiment} end with` : `${experiment} has no run`;
  throw errors.make('RUN_UNKNOWN', `${what} "${name}"`, {
    got: name,
    allowed,
    remedy: didYouMean(name, allowed) ?? 'Name one of these, or the end of its name.',
  });
};

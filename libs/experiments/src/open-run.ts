/** Opens runs: in a notebook, in a script, or in a SageMaker job. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DescribeTrialComponentCommand, type DescribeTrialComponentCommandOutput } from '@aws-sdk/client-sagemaker';
import { isGradusError, uniqueName } from '@gradus/core';
import { errors } from './errors.ts';
import { jobRun } from './job-run.ts';
import { journalFolder } from './journal-folder.ts';
import type { OpenRecord } from './journal-record.ts';
import { Journal } from './journal.ts';
import { processStart } from './process-start.ts';
import { joinExperiment, provisionRun } from './provision-run.ts';
import { recoverRuns } from './recover-runs.ts';
import { runFolder, standardClients, type RunContext } from './run-context.ts';
import { checkName } from './run-names.ts';
import { RunWriter } from './run-writer.ts';
import { Run } from './run.ts';

export interface RunOptions extends Partial<RunContext> {
  /** Made when it is not there. Outside of a SageMaker job it must be given. */
  readonly experiment?: string;
  /** A run of that name is gone on with; a new one with a name of its own unless given. */
  readonly name?: string;
  /** The folder of journals; `.gradus/runs` of the workspace unless given. */
  readonly journal?: string;
}

interface Opened {
  readonly described: DescribeTrialComponentCommandOutput;
  readonly experiment: string | undefined;
  readonly ofJob: boolean;
}

/**
 * Opens a run and first delivers what earlier ones left behind on this machine. Inside of a SageMaker job, and without a
 * `name`, it is the job's own: the one that its ExperimentConfig names, or its trial component.
 * @throws GradusError RUN_NAME_INVALID
 */
export const openRun = async (options: RunOptions): Promise<Run> => {
  const { clients = standardClients(), journal: journals = journalFolder() } = options;
  await recoverRuns({ clients, journal: journals }).catch(warnUndelivered);
  const { described, experiment, ofJob } = await findOrMake({ ...options, clients });
  const component = described.TrialComponentName!;
  const context = { clients, ...(options.environment && { environment: options.environment }) };
  const open: OpenRecord = {
    type: 'open',
    component,
    componentArn: described.TrialComponentArn!,
    folder: await runFolder(context, experiment ?? 'jobs', component),
    ofJob,
    counts: Object.fromEntries((described.Metrics ?? []).map(({ MetricName, Count }) => [MetricName!, Count ?? 0])),
    process: { pid: process.pid, started: processStart(process.pid) },
  };
  const dir = join(journals, `${component}.${randomBytes(4).toString('hex')}`);
  const journal = new Journal(dir);
  journal.append(open);
  journal.sync();
  return new Run(new RunWriter(journal, { clients, open, dir }), described, experiment);
};

/** What an earlier run left behind must not keep this one from being logged. */
const warnUndelivered = (error: unknown): void => {
  if (!isGradusError(error)) throw error;
  process.emitWarning(`${error.message}: ${String((error.cause as Error | undefined)?.message)}`, { code: error.code });
};

const findOrMake = async (options: RunOptions & RunContext): Promise<Opened> => {
  const { clients, experiment, name } = options;
  if (experiment !== undefined) checkName('experiment', experiment);
  if (name !== undefined) checkName('run', name);
  const job = name === undefined ? await jobRun(clients) : undefined;
  if (job) {
    const { component, config } = job;
    const inside = config.ExperimentName ?? experiment;
    if (config.ExperimentName === undefined && experiment !== undefined) {
      await joinExperiment(clients, experiment, component);
    }
    const command = new DescribeTrialComponentCommand({ TrialComponentName: component });
    return { described: await clients.sagemaker.send(command), experiment: inside, ofJob: true };
  }
  if (experiment === undefined) {
    throw errors.make('RUN_NAME_INVALID', 'a run outside of a SageMaker job needs an experiment', {
      remedy: "Name it: run({ experiment: 'movies' }, …)",
    });
  }
  const described = await provisionRun(clients, experiment, name ?? uniqueName('run').toLowerCase());
  return { described, experiment, ofJob: false };
};

/**
 * Opens a run, hands it to `body`, and closes it: Completed, or Failed with what `body` threw, which is thrown on.
 * @throws GradusError RUN_NAME_INVALID, RUN_NOT_DELIVERED
 */
export const run = async <Result>(
  options: RunOptions,
  body: (run: Run) => Result | Promise<Result>,
): Promise<Result> => {
  const opened = await openRun(options);
  let result: Result;
  try {
    result = await body(opened);
  } catch (error) {
    // What could not be delivered waits in the journal; the body's own error is what the caller must see.
    await opened.close({ error }).catch(() => undefined);
    throw error;
  }
  await opened.close();
  return result;
};

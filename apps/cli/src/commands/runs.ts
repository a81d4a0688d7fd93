/** `gradus runs`: the runs of a model, some of them side by side, or everything of one. */
import { isGradusError } from '@gradus/core';
import type { Context } from '../context.ts';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly compare?: readonly string[];
  readonly limit: string;
}

/** What one search answers. */
const MOST = 100;
const METRIC_COLUMNS = 4;

export const runs: Verb<Options> = {
  name: 'runs',
  summary: "list a model's training runs, compare some, or show one with its metrics by step",
  examples: [
    'gradus runs movies',
    'gradus runs movies --compare a1b2c3 d4e5f6',
    'gradus runs movies-20260131-120509-a1b2c3',
    'gradus runs movies --limit 5 --json',
  ],
  define: (command) =>
    void command
      .argument('<name>', 'a model or an experiment; or a run: its name, its training job, its trial component')
      .option('--compare <runs...>', 'two or more runs of the model: names, or the ends of names')
      .option('--limit <count>', `how many at most, up to ${MOST}`, '20'),
  async run(context, [name], { compare, limit: wanted }) {
    const { wholeNumber } = await import('../option-values.ts');
    const limit = wholeNumber('--limit', wanted, MOST);
    const experiment = await experimentNamed(context, name!);
    if (compare) await showComparison(context, experiment ?? (await noExperiment(context, name!)), compare);
    else if (experiment === undefined) await showRun(context, name!);
    else await showRuns(context, name!, experiment, limit);
  },
};

/** Undefined where the name is not that of a model of the workspace or of an experiment. */
const experimentNamed = async (context: Context, name: string): Promise<string | undefined> => {
  const { findExperiment, modelExperiment } = await import('../runs/find-experiment.ts');
  if ((await context.models()).some((known) => known.name === name)) return modelExperiment(context, name);
  return findExperiment(context, name).catch((error: unknown) => {
    if (!isGradusError(error) || error.code !== 'EXPERIMENT_UNKNOWN') throw error;
    return undefined;
  });
};

const noExperiment = async (context: Context, name: string): Promise<string> => {
  const { findExperiment } = await import('../runs/find-experiment.ts');
  return findExperiment(context, name);
};

const showRuns = async (context: Context, name: string, experiment: string, limit: number): Promise<void> => {
  const { output } = context;
  const { searchRuns } = await import('@gradus/experiments');
  const found = await searchRuns(await context.clients(), experiment, { limit });
  const isModel = (await context.models()).some((known) => known.name === name);
  const first = isModel ? Object.keys((await context.model(name)).model.gates) : [];
  const { runTable } = await import('../runs/run-table.ts');
  output.result(found, () => {
    if (found.length === 0) return `${name} has no run yet: gradus publish ${name}`;
    const facts = ['STATUS', 'STARTED', 'DURATION', 'BY'] as const;
    return runTable(found, { paint: output.paint, facts, first, parameters: false, metrics: METRIC_COLUMNS });
  });
};

const showComparison = async (context: Context, experiment: string, names: readonly string[]): Promise<void> => {
  if (names.length < 2) {
    throw errors.make('USAGE_ARGUMENT', 'gradus runs --compare takes two runs or more', { got: names });
  }
  const { compareRuns, searchRuns } = await import('@gradus/experiments');
  const clients = await context.clients();
  const newest = await searchRuns(clients, experiment, { limit: MOST });
  const { runAmong } = await import('../runs/find-run.ts');
  const chosen = names.map((name) => runAmong(newest, name, experiment));
  const comparison = await compareRuns(
    clients,
    chosen.map(({ component }) => ({ name: component })),
  );
  const { runComparisonText } = await import('../runs/run-comparison-text.ts');
  context.output.result(comparison, () => runComparisonText(comparison, context.output.paint));
};

const showRun = async (context: Context, name: string): Promise<void> => {
  const { output } = context;
  const clients = await context.clients();
  const { readRunNamed } = await import('../runs/find-run.ts');
  const run = await readRunNamed(clients, name);
  if (!run) throw await unknown(context, name);
  const { readSeries } = await import('@gradus/experiments');
  const series = await readSeries(clients, run.componentArn, Object.keys(run.metrics));
  const { runDetailText } = await import('../runs/run-detail-text.ts');
  const columns = process.stdout.columns || 80;
  output.result({ ...run, series }, () => runDetailText(run, series, output.paint, columns));
};

const unknown = async (context: Context, name: string): Promise<Error> => {
  const { didYouMean } = await import('@gradus/core');
  const allowed = (await context.models()).map((model) => model.name);
  return errors.make('RUN_UNKNOWN', `there is no model, experiment or run "${name}"`, {
    got: name,
    allowed,
    remedy: didYouMean(name, allowed) ?? '`gradus experiments` lists the experiments, `gradus runs <model>` its runs.',
  });
};

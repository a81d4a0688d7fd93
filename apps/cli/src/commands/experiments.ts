/** `gradus experiments`: the experiments, or the runs of one with their metrics and parameters. */
import { table } from '../output.ts';
import type { Verb } from '../verb.ts';

interface Options {
  readonly sort?: string;
  readonly ascending?: true;
  readonly limit: string;
}

/** What one search answers. */
const MOST = 100;
const METRIC_COLUMNS = 8;

export const experiments: Verb<Options> = {
  name: 'experiments',
  summary: 'list the experiments, or the runs of one with their metrics and parameters',
  examples: [
    'gradus experiments',
    'gradus experiments movies --sort ndcg_at_10_full',
    'gradus experiments abalone --sort rmse --ascending --limit 5 --json',
  ],
  define: (command) =>
    void command
      .argument('[name]', 'an experiment, or a model: all that it published')
      .option('--sort <metric>', 'by the last value of a metric, highest first; else the newest first')
      .option('--ascending', 'the lowest, or the oldest, first')
      .option('--limit <count>', `how many at most, up to ${MOST}`, '20'),
  async run(context, [name], { sort, ascending, limit: wanted }) {
    const { wholeNumber } = await import('../option-values.ts');
    const { result, paint } = context.output;
    const limit = wholeNumber('--limit', wanted, MOST);
    const clients = await context.clients();
    const library = await import('@gradus/experiments');
    if (name === undefined) {
      const found = await library.listExperiments(clients, { limit });
      const { minute } = await import('../version-text.ts');
      result(found, () =>
        found.length === 0
          ? 'There is no experiment yet: gradus publish <model> leaves a run in one, and @gradus/experiments logs runs of your own.'
          : table([
              ['EXPERIMENT', 'CREATED', 'MODIFIED'],
              ...found.map((each) => [each.displayName, minute(each.created), minute(each.modified)]),
            ]),
      );
      return;
    }
    const { findExperiment } = await import('../runs/find-experiment.ts');
    const experiment = await findExperiment(context, name);
    const order = ascending ? 'Ascending' : 'Descending';
    const runs = await library.searchRuns(clients, experiment, {
      limit,
      order,
      ...(sort !== undefined && { metric: sort }),
    });
    if (sort !== undefined) await requireMetric(runs, sort);
    const { runTable } = await import('../runs/run-table.ts');
    result({ experiment, runs }, () => {
      if (runs.length === 0) return `${experiment} has no run yet.`;
      const first = sort === undefined ? [] : [sort];
      const facts = ['STATUS', 'STARTED'] as const;
      return runTable(runs, { paint, facts, first, parameters: true, metrics: METRIC_COLUMNS });
    });
  },
};

/** @throws GradusError METRIC_UNKNOWN with the near match */
const requireMetric = async (
  runs: readonly { readonly metrics: Readonly<Record<string, unknown>> }[],
  metric: string,
): Promise<void> => {
  if (runs.length === 0 || runs.some(({ metrics }) => Object.hasOwn(metrics, metric))) return;
  const [{ didYouMean }, { errors }] = await Promise.all([import('@gradus/core'), import('../errors.ts')]);
  const allowed = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))];
  throw errors.make('METRIC_UNKNOWN', `no run has a metric "${metric}"`, {
    got: metric,
    allowed,
    remedy: didYouMean(metric, allowed),
  });
};

/** Runs as a table: a line a run, a column a metric and a parameter in which they differ. */
import { formatDuration } from '@gradus/core';
import type { FoundRun, RunSummary } from '@gradus/experiments';
import { table, type Paint } from '../output.ts';
import { metricText, minute, who } from '../version-text.ts';

/** What the service adds of its own to every job. */
const OF_THE_SERVICE = /^(?:SageMaker\.|sagemaker_)/;

export const ownParameters = ({ parameters }: Pick<FoundRun, 'parameters'>): [string, string | number][] =>
  Object.entries(parameters).filter(([name]) => !OF_THE_SERVICE.test(name));

export const statusText = (status: string | undefined, paint: Paint): string => {
  if (status === 'Completed') return paint.good(status);
  return status === 'Failed' ? paint.bad(status) : paint.faint(status ?? '-');
};

export const durationText = ({ started, ended }: Pick<RunSummary, 'started' | 'ended'>): string =>
  started && ended ? formatDuration(Math.max(ended.getTime() - started.getTime(), 0)) : '-';

export const valueText = (value: string | number | undefined): string =>
  typeof value === 'number' ? metricText(value) : (value ?? '-');

/** Names in the order in which they first come. */
const namesOf = (runs: readonly (readonly string[])[]): string[] => [...new Set(runs.flat())];

export interface RunTableOptions {
  readonly paint: Paint;
  /** The columns before the metrics. */
  readonly facts: readonly ('STATUS' | 'STARTED' | 'DURATION' | 'BY')[];
  readonly parameters: boolean;
  /** Metrics to show first, e.g. those of gates. */
  readonly first: readonly string[];
  /** How many metrics at most. */
  readonly metrics: number;
}

const FACTS = {
  STATUS: (run: FoundRun, paint: Paint) => statusText(run.status, paint),
  STARTED: (run: FoundRun) => minute(run.started ?? run.created),
  DURATION: (run: FoundRun) => durationText(run),
  BY: (run: FoundRun) => (run.startedBy === undefined ? '-' : who(run.startedBy)),
} as const;

export const runTable = (runs: readonly FoundRun[], options: RunTableOptions): string => {
  const { paint, facts, first } = options;
  const measured = namesOf(runs.map(({ metrics }) => Object.keys(metrics)));
  const metrics = [
    ...first.filter((name) => measured.includes(name)),
    ...measured.filter((name) => !first.includes(name)),
  ];
  const [shown, left] = [metrics.slice(0, options.metrics), metrics.slice(options.metrics)];
  const given = options.parameters ? runs.map((run) => new Map(ownParameters(run))) : [];
  const names = namesOf(given.map((parameters) => [...parameters.keys()]));
  const differs = (name: string): boolean => new Set(given.map((parameters) => parameters.get(name))).size > 1;
  const [differing, same] = [names.filter(differs), names.filter((name) => !differs(name))];
  const lines = table([
    ['RUN', ...facts, ...shown, ...differing],
    ...runs.map((run, index) => [
      run.displayName,
      ...facts.map((fact) => FACTS[fact](run, paint)),
      ...shown.map((name) => metricText(run.metrics[name]?.last)),
      ...differing.map((name) => valueText(given[index]!.get(name))),
    ]),
  ]);
  return [
    lines,
    ...(same.length === 0
      ? []
      : [paint.faint(`The same: ${same.map((name) => `${name}=${valueText(given[0]!.get(name))}`).join(', ')}`)]),
    ...(left.length === 0 ? [] : [paint.faint(`More metrics: ${left.join(', ')}`)]),
  ].join('\n\n');
};

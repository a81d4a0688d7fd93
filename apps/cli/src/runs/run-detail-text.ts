/** Everything of one run as text: how it went, what it was given, measured, read and left, and its metrics by step. */
import type { MetricSeries, RunDetail } from '@gradus/experiments';
import { table, type Paint } from '../output.ts';
import { metricText, minute } from '../version-text.ts';
import { durationText, ownParameters, statusText, valueText } from './run-table.ts';
import { seriesPlot } from './series-plot.ts';

export const runDetailText = (
  run: RunDetail,
  series: Readonly<Record<string, MetricSeries>>,
  paint: Paint,
  columns: number,
): string => {
  const facts = [
    ['run', run.displayName],
    ['status', statusText(run.status, paint)],
    ...(run.status === 'Completed' || !run.message ? [] : [['message', run.message]]),
    ['started', run.started ? `${minute(run.started)}, for ${durationText(run)}` : '-'],
    ['trial component', run.component],
    ...(run.source === undefined ? [] : [['of the job', run.source]]),
    ...ownParameters(run).map(([name, value]) => [`parameter ${name}`, valueText(value)]),
    ...Object.entries(run.inputs).map(([name, { Value }]) => [`input ${name}`, Value ?? '-']),
    ...Object.entries(run.outputs).map(([name, { Value }]) => [`output ${name}`, Value ?? '-']),
  ].map(([name, value]) => [paint.faint(name!), value!]);
  const metrics = Object.entries(run.metrics).map(([name, { last, min, max, average, count }]) => [
    name,
    ...[last, min, max, average, count].map(metricText),
  ]);
  const plots = Object.entries(series)
    .filter(([, { steps }]) => steps.length > 1)
    .map(([name, each]) => `${paint.strong(name)} by step\n${seriesPlot(each, { columns: plotColumns(columns) })}`);
  return [
    table(facts),
    metrics.length === 0
      ? 'It has measured nothing.'
      : table([['METRIC', 'LAST', 'MIN', 'MAX', 'MEAN', 'COUNT'], ...metrics]),
    ...plots,
  ].join('\n\n');
};

/** Room is left for the scale. */
const plotColumns = (columns: number): number => Math.min(Math.max(columns - 14, 16), 60);

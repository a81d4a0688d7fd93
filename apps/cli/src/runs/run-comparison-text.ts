/** Runs side by side: a column a run, a line a metric, and a parameter in which they differ. */
import type { RunComparison } from '@gradus/experiments';
import { table, type Paint } from '../output.ts';
import { durationText, statusText, valueText } from './run-table.ts';

/** What the service adds of its own to every job, which differs from job to job by its nature. */
const OF_THE_JOB = /^sagemaker_(?:job_name|submit_directory)$/;

export const runComparisonText = ({ runs, metrics, parameters }: RunComparison, paint: Paint): string => {
  const shown = parameters.filter(({ name }) => !OF_THE_JOB.test(name));
  const same = shown.filter(({ differs }) => !differs).map(({ name }) => name);
  const lines = table([
    ['', ...runs.map(({ displayName }) => paint.strong(displayName))],
    ['status', ...runs.map(({ status }) => statusText(status, paint))],
    ['duration', ...runs.map(durationText)],
    ...metrics.map(({ name, values }) => [`metric ${name}`, ...values.map(valueText)]),
    ...shown
      .filter(({ differs }) => differs)
      .map(({ name, values }) => [`parameter ${name}`, ...values.map(valueText)]),
  ]);
  return same.length === 0 ? lines : `${lines}\n\n${paint.faint(`The same: ${same.join(', ')}`)}`;
};

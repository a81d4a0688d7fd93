/** A comparison of versions as a table: one column a version, only what differs beside the metrics. */
import type { ComparedMetric, Comparison } from '@gradus/model-registry';
import { table, type Paint } from './output.ts';
import { metricText } from './version-text.ts';

export const comparisonText = (comparison: Comparison, paint: Paint): string => {
  const { versions, metrics, parameters, facts, signatures } = comparison;
  const rows: string[][] = [
    [comparison.group, ...versions.map((version) => paint.strong(`version ${version}`))],
    ...metrics.map((metric) => [`metric ${metric.name}${arrow(metric)}`, ...metricCells(metric, versions, paint)]),
    ...[...facts, ...parameters.map((each) => ({ ...each, name: `parameter ${each.name}` }))]
      .filter(({ changed }) => changed)
      .map(({ name, values }) => [name, ...values.map(valueText)]),
  ];
  const same = [...facts, ...parameters].filter(({ changed, values }) => !changed && values[0] !== null);
  const changes = signatures.flatMap(({ version, changes: differences }) =>
    differences.map(({ path, before, after }) => [
      `signature ${path || '/'}`,
      `version ${version}: ${valueText(before)} -> ${valueText(after)}`,
    ]),
  );
  return [
    table(rows),
    changes.length === 0 ? 'The signature is the same.' : table(changes),
    ...(same.length === 0 ? [] : [paint.faint(`The same: ${same.map(({ name }) => name).join(', ')}`)]),
  ].join('\n\n');
};

const arrow = ({ direction }: ComparedMetric): string =>
  direction === undefined ? '' : direction === 'higher' ? ' (higher is better)' : ' (lower is better)';

const metricCells = (
  { values, differences, direction, best }: ComparedMetric,
  versions: readonly number[],
  paint: Paint,
) =>
  values.map((value, index) => {
    const difference = differences[index] ?? 0;
    const text = metricText(value ?? undefined);
    if (index === 0 || value === null || difference === 0) return versions[index] === best ? paint.good(text) : text;
    const change = `(${difference > 0 ? '+' : ''}${metricText(difference)})`;
    const isBetter = direction !== undefined && difference > 0 === (direction === 'higher');
    return `${text} ${direction === undefined ? change : isBetter ? paint.good(change) : paint.bad(change)}`;
  });

const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // Hashes and commits are told apart by their beginning.
  return /^[0-9a-f]{40,}/.test(text) ? text.replace(/^([0-9a-f]{12})[0-9a-f]+/, '$1') : text;
};

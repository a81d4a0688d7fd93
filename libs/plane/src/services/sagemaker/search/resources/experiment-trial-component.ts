/** Trial components with their metrics, their trials and the job that they are of, as Search shows them. */
import type { Parent, TrialComponent as Shown } from '@aws-sdk/client-sagemaker';
import type { MetricSummary } from '../../../../run-metrics/metric-summary.ts';
import type { Store } from '../../../../store/store.ts';
import { shownMetric } from '../../experiments/trial-component-metrics.ts';
import type { TrialComponent } from '../../experiments/trial-component-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';
import { sourceDetails, sourceJobWatches } from './source-job.ts';

const TABLE = 'sagemaker_trial_component';

const component = (row: string, name: string): string =>
  `select id from ${TABLE} where account = ${row}.account and region = ${row}.region and name = ${row}.${name}`;

export const experimentTrialComponent: SearchResource = {
  member: 'TrialComponent',
  shape: 'TrialComponent',
  table: TABLE,
  watches: [
    tagWatch(TABLE, 'experiment-trial-component'),
    ...sourceJobWatches(TABLE),
    { table: 'sagemaker_trial_membership', keys: (row) => component(row, 'component') },
    {
      table: 'run_metric',
      keys: (row) =>
        `select c.id from run_metric_owner o
           join ${TABLE} c on c.account = o.account and c.region = o.region and c.name = o.component
          where o.id = ${row}.owner`,
    },
  ],
  records: (rows, store) => {
    const described = tagged(documentsOf<TrialComponent>(rows), store, ({ TrialComponentArn }) => TrialComponentArn);
    const ids = JSON.stringify(rows.map(({ id }) => id));
    const metrics = metricsById(store, ids);
    const parents = parentsById(store, ids);
    const sources = described.flatMap(({ Source }) => Source?.SourceArn ?? []);
    const details = sources.length > 0 ? sourceDetails(store, new Set(sources)) : undefined;
    return described.map((each, index): Shown => {
      const { id } = rows[index]!;
      const detail = each.Source && details!.get(each.Source.SourceArn!);
      return {
        ...each,
        Metrics: metrics.get(id)?.map((summary) => shownMetric(each, summary)) ?? [],
        ...(detail && { SourceDetail: detail }),
        Parents: parents.get(id) ?? [],
      };
    });
  },
};

interface OfComponent {
  readonly component: number;
}

const byComponent = <Row extends OfComponent, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): Map<number, Value[]> => {
  const values = new Map<number, Value[]>();
  for (const row of rows) {
    const others = values.get(row.component);
    if (others) others.push(valueOf(row));
    else values.set(row.component, [valueOf(row)]);
  }
  return values;
};

/** `ids` is a JSON list of the components' keys. */
const metricsById = (store: Store, ids: string): Map<number, MetricSummary[]> =>
  byComponent(
    store.all<MetricSummary & OfComponent>(
      `select c.id component, m.name, m.count, m.min, m.max, m.mean, m.m2, m.last, m.last_at lastAt
         from json_each(?) i cross join ${TABLE} c on c.id = i.value
         cross join run_metric_owner o on o.account = c.account and o.region = c.region and o.component = c.name
         cross join run_metric m on m.owner = o.id order by i.key, m.name`,
      ids,
    ),
    (summary) => summary,
  );

const parentsById = (store: Store, ids: string): Map<number, Parent[]> =>
  byComponent(
    store.all<{ component: number; trial: string; experiment: string }>(
      `select c.id component, t.document ->> 'TrialName' trial, t.document ->> 'ExperimentName' experiment
         from json_each(?) i cross join ${TABLE} c on c.id = i.value
         cross join sagemaker_trial_membership m
           on m.account = c.account and m.region = c.region and m.component = c.name
         cross join sagemaker_trial t on t.account = m.account and t.region = m.region and t.name = m.trial
        order by i.key, m.trial`,
      ids,
    ),
    ({ trial, experiment }) => ({ TrialName: trial, ExperimentName: experiment }),
  );

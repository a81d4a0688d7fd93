/** Trial components with their metrics, their trials and the job that they are of, as Search shows them. */
import type { TrialComponentSourceDetail } from '@aws-sdk/client-sagemaker';
import { decodeDocument } from '../../../../store/document.ts';
import type { Store } from '../../../../store/store.ts';
import { parseArn } from '../../arn.ts';
import { trialComponentMetrics } from '../../experiments/trial-component-metrics.ts';
import type { TrialComponent } from '../../experiments/trial-component-table.ts';
import { parentsOf } from '../../experiments/trial-membership.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import { ownerOf, tagWatch, type SearchResource, type Watch } from '../search-resource.ts';
import { trainingJob } from './training-job.ts';

const TABLE = 'sagemaker_trial_component';

const component = (row: string, name: string): string =>
  `select id from ${TABLE} where account = ${row}.account and region = ${row}.region and name = ${row}.${name}`;

/** A job's components know it by its ARN. */
const sourceWatch = (table: string, kind: string): Watch => ({
  table,
  keys: (row) =>
    `select id from ${TABLE} where account = ${row}.account and region = ${row}.region
       and source = 'arn:aws:sagemaker:' || ${row}.region || ':' || ${row}.account || ':${kind}/' || ${row}.name`,
});

export const experimentTrialComponent: SearchResource = {
  member: 'TrialComponent',
  shape: 'TrialComponent',
  table: TABLE,
  watches: [
    tagWatch(TABLE, 'experiment-trial-component'),
    sourceWatch(trainingJob.table, 'training-job'),
    {
      table: 'sagemaker_tag',
      keys: (row) =>
        `select id from ${TABLE} where account = ${row}.account and region = ${row}.region and source = ${row}.arn`,
    },
    { table: 'sagemaker_trial_membership', keys: (row) => component(row, 'component') },
    {
      table: 'run_metric',
      keys: (row) =>
        `select c.id from run_metric_owner o
           join ${TABLE} c on c.account = o.account and c.region = o.region and c.name = o.component
          where o.id = ${row}.owner`,
    },
  ],
  record: (row, store) => {
    const owner = ownerOf(row);
    const described = decodeDocument<TrialComponent>(row.document);
    const detail = described.Source && sourceDetail(store, described.Source.SourceArn!);
    return {
      ...described,
      Metrics: trialComponentMetrics(store, owner, described),
      ...(detail && { SourceDetail: detail }),
      Tags: tagsOf(store, described.TrialComponentArn!),
      Parents: parentsOf(store, owner, row.name),
    };
  },
};

const sourceDetail = (store: Store, SourceArn: string): TrialComponentSourceDetail => {
  const arn = parseArn(SourceArn);
  if (arn?.kind !== 'training-job') return { SourceArn };
  const row = store.all<Parameters<typeof trainingJob.record>[0]>(
    `select id, account, region, name, document from ${trainingJob.table}
      where account = ? and region = ? and name = ?`,
    arn.accountId,
    arn.region,
    arn.id,
  )[0];
  return row ? { SourceArn, TrainingJob: trainingJob.record(row, store) } : { SourceArn };
};

/** The jobs that trial components are of, as a component's SourceDetail shows them. */
import type { TrialComponentSourceDetail } from '@aws-sdk/client-sagemaker';
import type { Store } from '../../../../store/store.ts';
import { parseArn, type ResourceKind } from '../../arn.ts';
import { processingJobTable, type ProcessingJob } from '../../batch/processing-job-table.ts';
import { transformJobTable, type TransformJob } from '../../batch/transform-job-table.ts';
import { documentsOf, tagged, type ResourceRow, type Watch } from '../search-resource.ts';
import { trainingJob } from './training-job.ts';

interface SourceJob {
  readonly member: Exclude<keyof TrialComponentSourceDetail, 'SourceArn'>;
  readonly kind: ResourceKind;
  readonly table: string;
  readonly records: (rows: readonly ResourceRow[], store: Store) => object[];
}

const SOURCE_JOBS: readonly SourceJob[] = [
  {
    member: 'TrainingJob',
    kind: 'training-job',
    table: trainingJob.table,
    records: (rows, store) => trainingJob.records(rows, store),
  },
  {
    member: 'ProcessingJob',
    kind: 'processing-job',
    table: processingJobTable.name,
    records: (rows, store) =>
      tagged(documentsOf<ProcessingJob>(rows), store, ({ ProcessingJobArn }) => ProcessingJobArn),
  },
  {
    member: 'TransformJob',
    kind: 'transform-job',
    table: transformJobTable.name,
    records: (rows, store) => tagged(documentsOf<TransformJob>(rows), store, ({ TransformJobArn }) => TransformJobArn),
  },
];

/** What changes the jobs of components, which know them by their ARNs. */
export const sourceJobWatches = (components: string): Watch[] => [
  ...SOURCE_JOBS.map(({ table, kind }) => ({
    table,
    keys: (row: string) =>
      `select id from ${components} where account = ${row}.account and region = ${row}.region
         and source = 'arn:aws:sagemaker:' || ${row}.region || ':' || ${row}.account || ':${kind}/' || ${row}.name`,
  })),
  {
    table: 'sagemaker_tag',
    keys: (row) =>
      `select id from ${components} where account = ${row}.account and region = ${row}.region and source = ${row}.arn`,
  },
];

/** The details of sources, by the source's ARN; one that is no job, or that is gone, has its ARN only. */
export const sourceDetails = (
  store: Store,
  sources: Iterable<string>,
): ReadonlyMap<string, TrialComponentSourceDetail> => {
  const details = new Map<string, TrialComponentSourceDetail>();
  const named = new Map<string, Map<string, string>>();
  for (const SourceArn of sources) {
    details.set(SourceArn, { SourceArn });
    const arn = parseArn(SourceArn);
    if (!arn) continue;
    const ofKind = named.get(arn.kind) ?? new Map<string, string>();
    named.set(arn.kind, ofKind.set(JSON.stringify([arn.accountId, arn.region, arn.id]), SourceArn));
  }
  for (const { member, kind, table, records } of SOURCE_JOBS) {
    const arns = named.get(kind);
    if (!arns) continue;
    // The order of the join is given, or the whole table might be read.
    const rows = store.all<ResourceRow>(
      `select j.id, j.account, j.region, j.name, j.document from json_each(?) s cross join ${table} j
         on j.account = s.value ->> 0 and j.region = s.value ->> 1 and j.name = s.value ->> 2`,
      `[${[...arns.keys()].join()}]`,
    );
    for (const [index, record] of records(rows, store).entries()) {
      const { account, region, name } = rows[index]!;
      const SourceArn = arns.get(JSON.stringify([account, region, name]))!;
      details.set(SourceArn, { SourceArn, [member]: record });
    }
  }
  return details;
};

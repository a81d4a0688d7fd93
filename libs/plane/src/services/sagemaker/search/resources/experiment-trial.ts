/** Trials with the components that are in them, as Search shows them. */
import type { TrialComponentSimpleSummary } from '@aws-sdk/client-sagemaker';
import { decodeDocument } from '../../../../store/document.ts';
import type { Store } from '../../../../store/store.ts';
import type { TrialComponent } from '../../experiments/trial-component-table.ts';
import type { Trial } from '../../experiments/trial-table.ts';
import { documentsOf, tagged, tagWatch, type ResourceRow, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_trial';

export const experimentTrial: SearchResource = {
  member: 'Trial',
  shape: 'Trial',
  table: TABLE,
  watches: [
    tagWatch(TABLE, 'experiment-trial'),
    {
      table: 'sagemaker_trial_membership',
      keys: (row) =>
        `select id from ${TABLE} where account = ${row}.account and region = ${row}.region and name = ${row}.trial`,
    },
  ],
  records: (rows, store) =>
    tagged(documentsOf<Trial>(rows), store, ({ TrialArn }) => TrialArn).map((trial, index) => ({
      ...trial,
      TrialComponentSummaries: summariesOf(rows[index]!, store),
    })),
};

const summariesOf = ({ account, region, name }: ResourceRow, store: Store): TrialComponentSimpleSummary[] =>
  store
    .all<{ document: string }>(
      `select c.document from sagemaker_trial_membership m
         join sagemaker_trial_component c on c.account = m.account and c.region = m.region and c.name = m.component
        where m.account = ? and m.region = ? and m.trial = ? order by m.component`,
      account,
      region,
      name,
    )
    .map(({ document }) => {
      const component = decodeDocument<TrialComponent>(document);
      return {
        TrialComponentName: component.TrialComponentName,
        TrialComponentArn: component.TrialComponentArn,
        TrialComponentSource: component.Source,
        CreationTime: component.CreationTime,
        CreatedBy: component.CreatedBy,
      };
    });

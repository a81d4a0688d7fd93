/** Searches of trial components by several kinds of property, by what they ask. */

export const QUERIES: Readonly<Record<string, object>> = {
  'a rare value': { SearchExpression: { Filters: [{ Name: 'Parameters.teacher', Value: 'model-42000' }] } },
  'Contains, in a text of its own each': {
    SearchExpression: { Filters: [{ Name: 'InputArtifacts.ratings.Value', Operator: 'Contains', Value: '/4242' }] },
  },
  'a range of numbers, by another number': {
    SearchExpression: {
      Filters: [
        { Name: 'Parameters.learning_rate', Operator: 'GreaterThan', Value: '0.0001' },
        { Name: 'Parameters.learning_rate', Operator: 'LessThan', Value: '0.05' },
      ],
    },
    SortBy: 'Metrics.ndcg_at_10.Max',
  },
  'nested And and Or': {
    SearchExpression: {
      Filters: [{ Name: 'Metrics.hit_rate_at_10.Last', Operator: 'GreaterThan', Value: '0.5' }],
      NestedFilters: [
        {
          NestedPropertyName: 'Parents',
          Filters: [
            { Name: 'Parents.ExperimentName', Operator: 'In', Value: 'experiment-3,experiment-4,experiment-5' },
            { Name: 'Parents.TrialName', Operator: 'Contains', Value: 'trial' },
          ],
        },
      ],
      SubExpressions: [
        {
          Operator: 'Or',
          Filters: [
            { Name: 'Parameters.optimizer', Value: 'adam' },
            { Name: 'Tags.team', Operator: 'NotEquals', Value: 'team-3' },
          ],
          SubExpressions: [
            {
              Filters: [
                { Name: 'Status.PrimaryStatus', Value: 'Failed' },
                { Name: 'CreationTime', Operator: 'GreaterThan', Value: '2026-01-01T00:00:00' },
              ],
            },
          ],
        },
      ],
    },
    SortBy: 'Parameters.learning_rate',
    SortOrder: 'Ascending',
  },
  NotExists: { SearchExpression: { Filters: [{ Name: 'Tags.candidate', Operator: 'NotExists' }] } },
  'everything, by a text': { SortBy: 'TrialComponentName', SortOrder: 'Ascending' },
};

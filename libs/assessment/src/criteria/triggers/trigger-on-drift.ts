/** Level 1: the pipeline runs when the data's distributions have changed. */
import { criterion } from '../../criterion.ts';
import { triggeredBy } from '../../automatic-triggers.ts';

export const triggerOnDrift = criterion({
  id: 'trigger-on-drift',
  level: 1,
  list: 'triggers',
  title: "When the data's distributions have changed significantly",
  source: 'Concept drift: distributions of the features change, so the model in production has gone stale.',
  attestable: true,
  judge: triggeredBy('a drift of the data'),
});

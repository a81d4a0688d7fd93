/** Level 1: the pipeline runs when new training data is there. */
import { criterion } from '../../criterion.ts';
import { triggeredBy } from '../../automatic-triggers.ts';

export const triggerOnNewData = criterion({
  id: 'trigger-on-new-data',
  level: 1,
  list: 'triggers',
  title: 'When new training data is available',
  source: 'New data comes irregularly: the pipeline runs when it was collected.',
  attestable: true,
  judge: triggeredBy('new data'),
});

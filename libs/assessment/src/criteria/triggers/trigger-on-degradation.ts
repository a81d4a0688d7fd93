/** Level 1: the pipeline runs when the model performs worse. */
import { criterion } from '../../criterion.ts';
import { triggeredBy } from '../../automatic-triggers.ts';

export const triggerOnDegradation = criterion({
  id: 'trigger-on-degradation',
  level: 1,
  list: 'triggers',
  title: 'When the model performs worse',
  source: 'The model is trained again when its performance has noticeably fallen.',
  attestable: true,
  judge: triggeredBy('a loss of performance'),
});

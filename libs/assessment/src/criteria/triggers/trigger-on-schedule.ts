/** Level 1: the pipeline runs on a schedule. */
import { criterion } from '../../criterion.ts';
import { triggeredBy } from '../../automatic-triggers.ts';

export const triggerOnSchedule = criterion({
  id: 'trigger-on-schedule',
  level: 1,
  list: 'triggers',
  title: 'On a schedule',
  source: 'New labelled data comes regularly, and the pipeline runs as often.',
  attestable: true,
  judge: triggeredBy('a schedule'),
});

/** Level 1: each run records metrics of the training set and of the test set. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { change, met, notMet } from '../../judgement.ts';
import { objectLink, resourceLink } from '../../link.ts';

export const evaluationMetrics = criterion({
  id: 'evaluation-metrics',
  level: 1,
  list: 'run-metadata',
  title: 'Evaluation metrics, of the training set and of the test set',
  source: 'Recorded of each run: the metrics of model evaluation for the training set and the test set.',
  judge: ofRun((job, { facts }, { model }) => {
    const link = resourceLink('training job', job.TrainingJobArn);
    const reported = (job.FinalMetricDataList ?? []).map(({ MetricName }) => MetricName!);
    const ofTraining = [...reported, ...Object.keys(facts.metrics)].filter((name) => /^train(?![a-z])/i.test(name));
    const ofTest = Object.keys(facts.metrics).filter((name) => !ofTraining.includes(name));
    const publish = `gradus publish ${model.name}`;
    if (ofTest.length === 0) return notMet('no metric of the test set', change('report one', publish), link);
    if (ofTraining.length === 0) {
      const why = `${ofTest[0]} of the test set, and no metric of the training set`;
      return notMet(
        why,
        change('report one whose name begins with train', publish),
        link,
        objectLink(facts.evaluation),
      );
    }
    return met(`${ofTraining[0]}; ${ofTest[0]}`, link, objectLink(facts.evaluation));
  }),
});

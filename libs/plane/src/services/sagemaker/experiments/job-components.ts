/**
 * Makes the trial component of each training, processing and transform job, and keeps it in step with the job.
 * @source docs - `<job>-aws-training-job` and the like; `ExperimentConfig` names the experiment, the trial and the display name
 * @source unverified - the trial that is made when only an experiment is named; the names of a transform job's artifacts
 */
import type { OutboxFollower, RecordedEvent } from '../../../engine/outbox.ts';
import type { Store } from '../../../store/store.ts';
import { experimentTable } from './experiment-table.ts';
import { jobComponent, type JobComponent } from './job-component.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { joinTrial } from './trial-membership.ts';
import { trialTable } from './trial-table.ts';

export const jobComponents: OutboxFollower = {
  name: 'sagemaker:job-components',
  handle: (event, { store }) => {
    const job = jobComponent(event);
    if (!job) return;
    record(store, event, job);
    join(store, event, job);
  },
};

const record = (store: Store, event: RecordedEvent, job: JobComponent): void => {
  const known = trialComponentTable.find(store, event, job.name);
  const now = new Date(event.time);
  trialComponentTable.put(store, event, job.name, {
    CreationTime: now,
    ...known,
    TrialComponentName: job.name,
    TrialComponentArn: trialComponentTable.arn(event, job.name),
    DisplayName: known?.DisplayName ?? job.experiment?.TrialComponentDisplayName ?? job.name,
    Source: { SourceArn: job.sourceArn, SourceType: job.sourceType },
    Status: job.status,
    StartTime: job.startTime,
    EndTime: job.endTime,
    // What the job's own code has logged for the component stays.
    Parameters: { ...known?.Parameters, ...job.parameters },
    InputArtifacts: { ...known?.InputArtifacts, ...job.inputs },
    OutputArtifacts: { ...known?.OutputArtifacts, ...job.outputs },
    LastModifiedTime: now,
  });
};

/** Puts the component into the trial that the job's ExperimentConfig names, once. */
const join = (store: Store, event: RecordedEvent, job: JobComponent): void => {
  const { ExperimentName: experimentName, TrialName } = job.experiment ?? {};
  const experiment = experimentName === undefined ? undefined : experimentTable.find(store, event, experimentName);
  const trialName = TrialName ?? (experiment && `${job.name}-trial`);
  if (trialName === undefined) return;
  if (!trialTable.find(store, event, trialName)) {
    if (!experiment) return;
    const now = new Date(event.time);
    trialTable.put(store, event, trialName, {
      TrialName: trialName,
      TrialArn: trialTable.arn(event, trialName),
      DisplayName: trialName,
      ExperimentName: experiment.ExperimentName,
      Source: { SourceArn: job.sourceArn, SourceType: job.sourceType },
      CreationTime: now,
      LastModifiedTime: now,
    });
  }
  joinTrial(store, event, trialName, job.name);
};

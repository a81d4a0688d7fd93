/** SageMaker's experiments: what the service is made of here. */
import { RUN_METRICS_SCHEMA } from '../../../run-metrics/metric-owner.ts';
import { defineArea } from '../area.ts';
import { associateTrialComponent } from './associate-trial-component.ts';
import { createExperiment } from './create-experiment.ts';
import { createTrialComponent } from './create-trial-component.ts';
import { createTrial } from './create-trial.ts';
import { deleteExperiment } from './delete-experiment.ts';
import { deleteTrialComponent } from './delete-trial-component.ts';
import { deleteTrial } from './delete-trial.ts';
import { describeExperiment } from './describe-experiment.ts';
import { describeTrialComponent } from './describe-trial-component.ts';
import { describeTrial } from './describe-trial.ts';
import { disassociateTrialComponent } from './disassociate-trial-component.ts';
import { EXPERIMENT_SCHEMA } from './experiment-table.ts';
import { jobComponents } from './job-components.ts';
import { listExperiments } from './list-experiments.ts';
import { listTrialComponents } from './list-trial-components.ts';
import { listTrials } from './list-trials.ts';
import { TRIAL_COMPONENT_SCHEMA } from './trial-component-table.ts';
import { TRIAL_MEMBERSHIP_SCHEMA } from './trial-membership.ts';
import { TRIAL_SCHEMA } from './trial-table.ts';
import { updateExperiment } from './update-experiment.ts';
import { updateTrialComponent } from './update-trial-component.ts';
import { updateTrial } from './update-trial.ts';

export const experiments = defineArea({
  schema: [
    ...EXPERIMENT_SCHEMA,
    ...TRIAL_SCHEMA,
    ...TRIAL_COMPONENT_SCHEMA,
    ...TRIAL_MEMBERSHIP_SCHEMA,
    ...RUN_METRICS_SCHEMA,
  ],
  followers: [jobComponents],
  handlers: {
    AssociateTrialComponent: associateTrialComponent,
    CreateExperiment: createExperiment,
    CreateTrial: createTrial,
    CreateTrialComponent: createTrialComponent,
    DeleteExperiment: deleteExperiment,
    DeleteTrial: deleteTrial,
    DeleteTrialComponent: deleteTrialComponent,
    DescribeExperiment: describeExperiment,
    DescribeTrial: describeTrial,
    DescribeTrialComponent: describeTrialComponent,
    DisassociateTrialComponent: disassociateTrialComponent,
    ListExperiments: listExperiments,
    ListTrialComponents: listTrialComponents,
    ListTrials: listTrials,
    UpdateExperiment: updateExperiment,
    UpdateTrial: updateTrial,
    UpdateTrialComponent: updateTrialComponent,
  },
});

/**
 * DescribeTrialComponent: a trial component by name or ARN, with a summary of each metric that was put for it.
 * @source docs
 * @source unverified - the text for a component that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { trialComponentMetrics } from './trial-component-metrics.ts';
import { requireTrialComponent } from './trial-component-table.ts';

export const describeTrialComponent: SageMakerHandler<'DescribeTrialComponent'> = (input, context) => {
  const component = requireTrialComponent(context, input.TrialComponentName, 'DescribeTrialComponent');
  return {
    ...component,
    Metrics: trialComponentMetrics(context.plane.store, context, component),
    ...(component.Source && { Sources: [component.Source] }),
  };
};

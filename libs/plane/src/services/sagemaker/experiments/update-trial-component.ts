/**
 * UpdateTrialComponent: changes what is given; parameters and artifacts are added, replaced by key, or removed by name.
 * @source docs
 * @source unverified - what is added wins over what is removed in the same call
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import {
  checkTrialComponent,
  parametersOf,
  trialComponentTable,
  type TrialComponent,
} from './trial-component-table.ts';

type Entries<Value> = Record<string, Value> | undefined;

const changed = <Value>(
  entries: Entries<Value>,
  added: Entries<Value>,
  removed: readonly string[] = [],
): Entries<Value> => {
  const kept = Object.entries(entries ?? {}).filter(([key]) => !removed.includes(key));
  return { ...Object.fromEntries(kept), ...added };
};

export const updateTrialComponent: SageMakerHandler<'UpdateTrialComponent'> = (input, context) => {
  const component = trialComponentTable.require(context, input.TrialComponentName);
  const updated: TrialComponent = {
    ...component,
    DisplayName: input.DisplayName ?? component.DisplayName,
    Status: input.Status ?? component.Status,
    StartTime: input.StartTime ?? component.StartTime,
    EndTime: input.EndTime ?? component.EndTime,
    Parameters: changed(component.Parameters, parametersOf(input.Parameters), input.ParametersToRemove),
    InputArtifacts: changed(component.InputArtifacts, input.InputArtifacts, input.InputArtifactsToRemove),
    OutputArtifacts: changed(component.OutputArtifacts, input.OutputArtifacts, input.OutputArtifactsToRemove),
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  };
  checkTrialComponent(updated);
  trialComponentTable.put(context.plane.store, context, input.TrialComponentName, updated);
  return { TrialComponentArn: component.TrialComponentArn };
};

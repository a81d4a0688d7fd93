/** The table of trial components: what DescribeTrialComponent answers, less the metrics. */
import { dropMetrics, openMetrics } from '../../../run-metrics/metric-owner.ts';
import type { CallContext } from '../../../service.ts';
import type { Store } from '../../../store/store.ts';
import { validationException } from '../../../wire/aws-error.ts';
import type { Owner } from '../arn.ts';
import { nameOf } from '../names.ts';
import type { Output } from '../sagemaker-handler.ts';
import { entityKey, entitySchema, entityTable } from './entity-table.ts';

export type TrialComponent = Omit<Output<'DescribeTrialComponent'>, 'Metrics'>;

export const TRIAL_COMPONENT_SCHEMA = [
  ...entitySchema('sagemaker_trial_component', ", status text not null default '', source text not null default ''"),
  `create index if not exists sagemaker_trial_component_source on sagemaker_trial_component (account, region, source)`,
];

const table = entityTable<TrialComponent>({
  table: 'sagemaker_trial_component',
  kind: 'experiment-trial-component',
  noun: 'Trial component',
  columns: {
    status: ({ Status }) => Status?.PrimaryStatus ?? '',
    source: ({ Source }) => Source?.SourceArn ?? '',
  },
});

/** A component takes metrics from its first to its last day. */
export const trialComponentTable: typeof table = {
  ...table,
  insert: (context, name, component) => {
    table.insert(context, name, component);
    openMetrics(context.plane.store, context, entityKey(name));
  },
  put: (store: Store, owner: Owner, name, component) => {
    table.put(store, owner, name, component);
    openMetrics(store, owner, entityKey(name));
  },
  remove: (context, name) => {
    table.remove(context, name);
    dropMetrics(context.plane.store, context, entityKey(name));
  },
};

/** The component that a name or an ARN gives. */
export const requireTrialComponent = (context: CallContext, nameOrArn: string, operation: string): TrialComponent =>
  table.require(context, nameOf(nameOrArn, 'experiment-trial-component', context, operation));

/** As a valid request has them: the decoder's type of a union also has the members that no model knows. */
export const parametersOf = (given: object | undefined): TrialComponent['Parameters'] =>
  given as TrialComponent['Parameters'];

const MAX_PARAMETERS = 300;
const MAX_ARTIFACTS = 60;

/** @throws AwsError ValidationException when a component has more of something than it may */
export const checkTrialComponent = ({ Parameters, InputArtifacts, OutputArtifacts }: TrialComponent): void => {
  const bounds = [
    ['parameters', Parameters, MAX_PARAMETERS],
    ['input artifacts', InputArtifacts, MAX_ARTIFACTS],
    ['output artifacts', OutputArtifacts, MAX_ARTIFACTS],
  ] as const;
  for (const [what, entries, most] of bounds) {
    if (Object.keys(entries ?? {}).length > most) {
      throw validationException(`A trial component can have at most ${most} ${what}.`);
    }
  }
  for (const [name, value] of Object.entries(Parameters ?? {})) {
    if ((value.StringValue === undefined) === (value.NumberValue === undefined)) {
      throw validationException(`Parameter ${name} must have either a StringValue or a NumberValue.`);
    }
  }
};

/** Names of a run's parts, as the SageMaker SDK makes them, so that its `Run` and other tools find them. */
import { errors } from './errors.ts';

/** Half of what the service takes for a component, less the delimiter. */
const MAX_NAME = 59;
/** What stays of a trial's 120 characters beside the words before it. */
const MAX_IN_TRIAL = 100;
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** The tag by which a trial component is known as a run. */
export const RUN_TAG = { Key: 'sagemaker:trial-component-source', Value: 'run' };

/** @throws GradusError RUN_NAME_INVALID */
export const checkName = (what: 'experiment' | 'run', name: string): void => {
  if (name.length <= MAX_NAME && NAME.test(name)) return;
  throw errors.make('RUN_NAME_INVALID', `"${name}" is not a name of ${what === 'run' ? 'a run' : 'an experiment'}`, {
    got: name,
    allowed: [`1 to ${MAX_NAME} of a-z, A-Z, 0-9 and dashes, which neither begin nor end it`],
  });
};

/** The trial of an experiment that all its runs are in. */
export const trialName = (experiment: string): string =>
  `Default-Run-Group-${experiment.slice(0, MAX_IN_TRIAL)}`.replace(/-+$/, '');

/** The trial component of a run. */
export const componentName = (experiment: string, run: string): string => `${experiment}-${run}`.toLowerCase();

/** The run's name out of its component's; the component's own name when it was not made as a run of the experiment. */
export const runName = (experiment: string, component: string): string => {
  const prefix = `${experiment.toLowerCase()}-`;
  return component.toLowerCase().startsWith(prefix) ? component.slice(prefix.length) : component;
};

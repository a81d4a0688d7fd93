/** A plane of the benchmark: the real one, durable, with the benchmark's container as its image, and able to fill itself. */
import { execPath } from 'node:process';
import { join } from 'node:path';
import { Clock, imageRegistry, LOCAL_ACCOUNT, startPlane, type Principal } from '@gradus/plane';
import { optionsOf, serveParent } from '../process/serve-parent.ts';
import { REGION } from '../load/requests.ts';
import { componentInput, componentMetrics, EXPERIMENTS } from '../component-input.ts';
import { versionInput } from '../version-input.ts';

export interface FillVersions {
  readonly groups: readonly string[];
  readonly versions: number;
}

/** Trial components, each in a trial and with metrics. */
export interface FillComponents {
  readonly components: number;
}

const { dir } = optionsOf<{ dir: string }>();
const clock = new Clock();
const serve = [execPath, join(import.meta.dirname, 'container.mjs')];
const images = imageRegistry([
  { pattern: /^bench\/container:1$/, runtime: { name: 'bench container', argv: { serve } } },
]);
const plane = await startPlane({ dir, port: 0, clock, images });

const principal: Principal = {
  accountId: LOCAL_ACCOUNT.accountId,
  arn: `arn:aws:iam::${LOCAL_ACCOUNT.accountId}:user/bench`,
  userId: 'AIDABENCH',
  accessKeyId: 'AKIABENCH',
};
const call = (operation: string, input: object, service = 'sagemaker'): Promise<unknown> =>
  plane.call(service, operation, input, { principal, region: REGION });

const AT_ONCE = 200;
const MINUTE_MS = 60_000;

/** By the operations themselves, without HTTP; things are a minute apart, and end at the real time. */
const fill = async (question: FillVersions | FillComponents): Promise<void> => {
  const count = 'groups' in question ? question.versions : question.components;
  if ('groups' in question) {
    for (const name of question.groups) await call('CreateModelPackageGroup', { ModelPackageGroupName: name });
  } else {
    for (const name of EXPERIMENTS) {
      await call('CreateExperiment', { ExperimentName: name });
      await call('CreateTrial', { ExperimentName: name, TrialName: `${name}-trial` });
    }
  }
  const make =
    'groups' in question
      ? (index: number) =>
          call('CreateModelPackage', versionInput(question.groups[index % question.groups.length]!, index))
      : createComponent;
  const first = Date.now() - count * MINUTE_MS;
  for (let index = 0; index < count;) {
    const batch: Promise<unknown>[] = [];
    for (; batch.length < AT_ONCE && index < count; index += 1) {
      clock.set({ time: first + index * MINUTE_MS });
      batch.push(make(index));
    }
    await Promise.all(batch);
  }
  clock.set({ time: Date.now() });
};

const createComponent = async (index: number): Promise<void> => {
  const input = componentInput(index);
  const { TrialComponentName } = input;
  await Promise.all([
    call('CreateTrialComponent', input),
    call('AssociateTrialComponent', {
      TrialComponentName,
      TrialName: `${EXPERIMENTS[index % EXPERIMENTS.length]}-trial`,
    }),
    call('BatchPutMetrics', { TrialComponentName, MetricData: componentMetrics(index) }, 'sagemaker-metrics'),
  ]);
};

serveParent({ ready: { port: plane.port, dir }, answer: fill, close: () => plane.close() });

/** A plane of the benchmark: the real one, durable, with the benchmark's container as its image, and able to fill itself. */
import { execPath } from 'node:process';
import { join } from 'node:path';
import { Clock, imageRegistry, LOCAL_ACCOUNT, startPlane, type Principal } from '@gradus/plane';
import { optionsOf, serveParent } from '../process/serve-parent.ts';
import { REGION } from '../load/requests.ts';
import { versionInput } from '../version-input.ts';

export interface FillVersions {
  readonly groups: readonly string[];
  readonly versions: number;
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
const call = (operation: string, input: object): Promise<unknown> =>
  plane.call('sagemaker', operation, input, { principal, region: REGION });

const AT_ONCE = 200;
const MINUTE_MS = 60_000;

/** By the operations themselves, without HTTP; versions are a minute apart, and end at the real time. */
const fill = async ({ groups, versions }: FillVersions): Promise<void> => {
  for (const name of groups) await call('CreateModelPackageGroup', { ModelPackageGroupName: name });
  const first = Date.now() - versions * MINUTE_MS;
  for (let index = 0; index < versions;) {
    const batch: Promise<unknown>[] = [];
    for (; batch.length < AT_ONCE && index < versions; index += 1) {
      clock.set({ time: first + index * MINUTE_MS });
      batch.push(call('CreateModelPackage', versionInput(groups[index % groups.length]!, index)));
    }
    await Promise.all(batch);
  }
  clock.set({ time: Date.now() });
};

serveParent({ ready: { port: plane.port, dir }, answer: fill, close: () => plane.close() });

/** What a transform job does to the world: fetches model and inputs' names, runs its instances, uploads what they made. */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endpointRoutes } from '../../../endpoints/endpoint-routes.ts';
import type { EffectContext, Machine } from '../../../engine/engine.ts';
import { makeServingTree } from '../../../jobs/opt-ml-tree.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { Owner } from '../arn.ts';
import { clientError } from '../client-error.ts';
import { jobPrincipal, type RoleCaller } from '../job-principal.ts';
import { unpackModel } from '../models/model-archive.ts';
import { parseS3Uri } from '../s3-uri.ts';
import { listChannel } from '../training/channel-source.ts';
import { advanceTransformJob } from './advance-transform-job.ts';
import { runTransformHost, STOP_GRACE_MS } from './run-transform-host.ts';
import { transformContainerId, transformRuntime } from './transform-container.ts';
import {
  optMlFolder,
  outputFile,
  outputUri,
  readOutcomes,
  readShard,
  transformFolder,
  writeShard,
} from './transform-folder.ts';
import { transformJobTable } from './transform-job-table.ts';
import type { TransformEffect, TransformState } from './transform-state.ts';

export const transformMachineId = ({ accountId, region }: Owner, name: string): string =>
  `transform-job/${accountId}/${region}/${name}`;

/** Between two looks for a container that is about to start. */
const STOP_LOOK_MS = 20;

const perform = async (effect: TransformEffect, context: EffectContext): Promise<unknown> => {
  const state = context.plane.engine.state<TransformState>(context.ref.id)!;
  switch (effect.type) {
    case 'prepare':
      return prepare(state, context);
    case 'run':
      return runTransformHost(state, effect.host, context);
    case 'stop':
      return Promise.all(state.hosts.map((_host, host) => stopHost(state, host, context))).then(() => undefined);
    case 'upload':
      return upload(state, context);
    case 'clean':
      return clean(state, context);
  }
};

const callerOf = ({ model, creator }: TransformState, { ref }: EffectContext): RoleCaller => ({
  principal: model.roleArn === undefined ? creator : jobPrincipal(model.roleArn),
  region: ref.region,
});

const prepare = async (state: TransformState, context: EffectContext): Promise<void> => {
  const { job, model, hosts } = state;
  transformRuntime(model.image, context.plane);
  const folder = transformFolder(context, job);
  // What an attempt before a crash left is not trusted: the folder is made anew.
  await rm(folder, { recursive: true, force: true });
  const tree = await makeServingTree(optMlFolder(folder));
  const caller = callerOf(state, context);
  if (model.modelDataUri !== undefined) {
    await unpackModel(context.plane, caller, model.modelDataUri, join(folder, 'model.tar.gz'), tree.model);
  }
  const reader = { context, caller, roleArn: model.roleArn ?? caller.principal.arn, links: false };
  const items = await listChannel(reader, job.TransformInput!.DataSource!.S3DataSource!);
  for (const host of hosts.keys()) {
    const shard = items.filter((_item, index) => index % hosts.length === host);
    await writeShard(folder, host, shard);
  }
};

const stopHost = async (state: TransformState, host: number, context: EffectContext): Promise<void> => {
  const { plane, ref, aborted } = context;
  while (!aborted.aborted) {
    const now = plane.engine.state<TransformState>(ref.id);
    if (!now || now.hosts[host]!.ended) return;
    const container = await plane.supervisor.attach(transformContainerId(ref, state.job, host));
    if (container) {
      aborted.throwIfAborted();
      // A plane that closes does not wait: the next one asks the container again.
      await Promise.race([container.stop(STOP_GRACE_MS), once(aborted, 'abort')]);
      return;
    }
    await delay(STOP_LOOK_MS);
  }
};

/** Of every object that was transformed whole. */
const upload = async (state: TransformState, context: EffectContext): Promise<void> => {
  const { plane, aborted } = context;
  const folder = transformFolder(context, state.job);
  const caller = callerOf(state, context);
  for (const host of state.hosts.keys()) {
    const outcomes = await readOutcomes(folder, host);
    for (const [index, item] of (await readShard(folder, host)).entries()) {
      const outcome = outcomes.get(index);
      if (!outcome || outcome.failureReason !== undefined) continue;
      aborted.throwIfAborted();
      const file = outputFile(folder, host, index);
      const { bucket, key } = parseS3Uri(outputUri(state.job, item));
      const body = createReadStream(file);
      const put = {
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentLength: (await stat(file)).size,
        ContentType: state.job.TransformOutput!.Accept,
      };
      try {
        await plane.call('s3', 'PutObject', put, caller);
      } catch (error) {
        throw error instanceof AwsError ? clientError(`Failed to upload the output: ${error.message}`) : error;
      } finally {
        body.destroy();
      }
    }
  }
};

const clean = async ({ job, hosts }: TransformState, context: EffectContext): Promise<void> => {
  const { plane, ref } = context;
  for (const [host, { port }] of hosts.entries()) {
    const id = transformContainerId(ref, job, host);
    // A job that fails for another reason than its container's end leaves that running.
    await (await plane.supervisor.attach(id))?.stop(0);
    await plane.supervisor.remove(id);
    if (port !== undefined) endpointRoutes(plane.store).releasePort(port);
  }
  await rm(transformFolder(context, job), { recursive: true, force: true });
};

export const transformJobMachine: Machine<TransformState, TransformEffect> = {
  kind: 'sagemaker:transform-job',
  advance: advanceTransformJob,
  perform,
  project: (store, ref, { job, modified }) => transformJobTable.update(store, ref, job, new Date(modified)),
};

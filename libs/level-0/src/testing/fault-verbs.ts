/** The verbs that are killed at each of their durable writes: what each needs before, and how its user repeats it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGradusError, type LoadedModel } from '@gradus/core';
import { findVersion, moveToStage, setAlias } from '@gradus/model-registry';
import { environment, SERVING_IMAGE } from '@gradus/training/testing';
import type { Level0Clients, Level0Context } from '../context.ts';
import { approve } from '../decide.ts';
import { deploy } from '../deploy.ts';
import { publish, resumePublish } from '../publish.ts';
import { register } from '../register.ts';

/** A model of its own, in a bucket of its own. Survives JSON. */
export interface Scene {
  readonly films: LoadedModel;
  /** The workspace, which holds `model.tar.gz`. */
  readonly folder: string;
}

export const contextOf = ({ films, folder }: Scene, clients: Level0Clients): Level0Context => {
  const { s3, sagemaker, runtime, metrics, logs, sts } = clients;
  return {
    environment: { ...environment, bucket: `gradus-${films.model.name}` },
    clients: { s3, sagemaker, runtime, metrics, logs, sts },
    workspace: folder,
  };
};

export interface FaultVerb {
  readonly name: string;
  readonly prepare?: (scene: Scene, context: Level0Context) => Promise<unknown>;
  /** @param tell what a user sees of it while it runs: the name of the training job */
  readonly run: (scene: Scene, context: Level0Context, tell: (job: string) => void) => Promise<unknown>;
  /** Where repeating is another command. */
  readonly again?: (scene: Scene, context: Level0Context, job: string | undefined) => Promise<unknown>;
}

const registerOne = ({ films, folder }: Scene, context: Level0Context, ndcg = 0.04): Promise<unknown> => {
  const metrics = join(folder, `${films.model.name}-${ndcg}.json`);
  writeFileSync(metrics, JSON.stringify({ ndcg }));
  return register(films, context, { archive: join(folder, 'model.tar.gz'), image: SERVING_IMAGE, metrics });
};
const registerApproved = async (scene: Scene, context: Level0Context, ndcg?: number): Promise<void> => {
  await registerOne(scene, context, ndcg);
  await approve(scene.films, context, 'latest', 'good');
};
const deployed = ({ films }: Scene, context: Level0Context): Promise<unknown> => deploy(films, context, 'approved');

export const faultVerbs: readonly FaultVerb[] = [
  {
    name: 'publish',
    run: ({ films }, context, tell) =>
      publish(films, context, {
        onStage: (stage, detail) => {
          if (stage === 'train') tell(detail);
        },
      }),
    again: async ({ films }, context, job) => {
      if (job === undefined) return publish(films, context);
      return resumePublish(films, context, job).catch((error: unknown) => {
        if (!isGradusError(error) || error.code !== 'JOB_NOT_FOUND') throw error;
        return publish(films, context); // as the error says
      });
    },
  },
  { name: 'register', run: (scene, context) => registerOne(scene, context) },
  {
    name: 'approve',
    prepare: (scene, context) => registerOne(scene, context),
    run: ({ films }, context) => approve(films, context, 'latest', 'good'),
  },
  {
    name: 'alias',
    prepare: (scene, context) => registerOne(scene, context),
    run: async ({ films }, context) =>
      setAlias(context, await findVersion(context, films.model.name, 'latest'), 'champion', 'better'),
  },
  {
    name: 'stage',
    prepare: (scene, context) => registerOne(scene, context),
    run: async ({ films }, context) => {
      const version = await findVersion(context, films.model.name, 'latest');
      return moveToStage(context, version, { stage: 'Development', why: 'to be tried' });
    },
  },
  { name: 'deploy', prepare: (scene, context) => registerApproved(scene, context), run: deployed },
  {
    name: 'deploy-over',
    prepare: async (scene, context) => {
      await registerApproved(scene, context);
      await deployed(scene, context);
      await registerApproved(scene, context, 0.05);
    },
    run: deployed,
  },
];

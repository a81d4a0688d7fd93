/** What a verb has at hand: the workspace, the environment that was named, the models, and where to print. */
import type { AwsClients, Environment, GradusConfig, SelectedEnvironment } from '@gradus/aws';
import {
  didYouMean,
  discoverModels,
  findWorkspace,
  loadModel,
  type DiscoveredModel,
  type LoadedModel,
} from '@gradus/core';
import { errors } from './errors.ts';
import type { Output } from './output.ts';

export interface Context {
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The root of the workspace that holds the current folder. */
  readonly workspace: () => Promise<string>;
  readonly config: () => Promise<GradusConfig>;
  /** The environment that `--env` names, as configured; nothing is started or called. */
  readonly selected: () => Promise<SelectedEnvironment>;
  /** The environment ready for use: its plane runs, its AWS account is the one that it names. */
  readonly environment: () => Promise<Environment>;
  readonly clients: () => Promise<AwsClients>;
  readonly models: () => Promise<DiscoveredModel[]>;
  /**
   * The model of that name, loaded.
   * @throws GradusError MODEL_UNKNOWN with the near match and the list, and what `loadModel` throws
   */
  readonly model: (name: string) => Promise<LoadedModel>;
}

/** Runs `make` once, when first asked. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

export const makeContext = (options: { output: Output; signal: AbortSignal; env?: string | undefined }): Context => {
  const { output, signal, env } = options;
  const workspace = once(async () => findWorkspace());
  const config = once(async () => (await import('@gradus/aws')).loadConfig(await workspace()));
  const selected = once(async () => (await import('@gradus/aws')).selectEnvironment(await config(), env));
  const models = once(async () => discoverModels(await workspace()));
  const environment = once(async () => {
    const { resolveEnvironment, verifyAccount } = await import('@gradus/aws');
    const [workspaceRoot, named] = [await workspace(), await selected()];
    if (named.plane) {
      const { ensurePlane } = await import('./plane/ensure-plane.ts');
      const plane = await ensurePlane({ workspaceRoot, config: await config(), note: output.note });
      return resolveEnvironment(named, { workspaceRoot, planeUrl: plane.url });
    }
    const resolved = resolveEnvironment(named, { workspaceRoot });
    await verifyAccount(resolved);
    return resolved;
  });
  return {
    output,
    signal,
    workspace,
    config,
    selected,
    environment,
    clients: once(async () => (await import('@gradus/aws')).awsClients(await environment())),
    models,
    model: async (name) => {
      const known = await models();
      const found = known.find((candidate) => candidate.name === name);
      if (found) return loadModel(found.file);
      const allowed = known.map((candidate) => candidate.name);
      const remedy =
        didYouMean(name, allowed) ??
        (allowed.length > 0
          ? 'Name one of these.'
          : `Make it: gradus model new ${/^[a-z][a-z0-9-]*$/.test(name) ? name : '<name>'}`);
      throw errors.make('MODEL_UNKNOWN', `there is no model "${name}"`, { got: name, allowed, remedy });
    },
  };
};

/** `gradus.config.ts`: the environments of a workspace. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  isGradusError,
  loadTypeScript,
  mistakesOf,
  TypeScriptLoadError,
  WORKSPACE_FILE,
  type Mistake,
} from '@gradus/core';
import { z } from 'zod';
import { errors } from './errors.ts';

const matching = (pattern: RegExp, message: string, allowed: string) =>
  z.string().check((context) => {
    if (pattern.test(context.value)) return;
    context.issues.push({ code: 'custom', input: context.value, message, params: { allowed: [allowed] } });
  });

const account = matching(/^\d{12}$/, 'is not an AWS account id', 'twelve digits');
const region = matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not an AWS region', 'such as us-east-1');
const namespace = matching(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not a namespace', 'lower-case letters, digits and dashes');

const planeEnvironment = z.strictObject({
  /** It stands on the embedded plane of this machine. */
  plane: z.literal(true),
  account: account.default('000000000000'),
  region: region.default('us-east-1'),
  /** Keeps what is stored apart within a bucket; the environment's name unless given. */
  namespace: namespace.optional(),
});

const awsEnvironment = z.strictObject({
  plane: z.literal(false).optional(),
  account,
  region,
  namespace: namespace.optional(),
  /** A profile of the AWS configuration files; the SDK's default credentials when absent (CI). */
  profile: z.string().min(1).optional(),
  /** ARN of the role that SageMaker assumes. */
  role: matching(
    /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/,
    'is not the ARN of a role',
    'arn:aws:iam::<account>:role/<name>',
  ).optional(),
  bucket: matching(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'is not a bucket name',
    '3 to 63 of a-z, 0-9, dots and dashes',
  ).optional(),
  /** Images in ECR, pushed by the team. */
  images: z.strictObject({ notebook: z.string().optional(), serving: z.string().optional() }).default({}),
});

const ENVIRONMENT_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

export type PlaneEnvironmentConfig = z.output<typeof planeEnvironment>;
export type AwsEnvironmentConfig = z.output<typeof awsEnvironment>;
export type EnvironmentConfig = PlaneEnvironmentConfig | AwsEnvironmentConfig;

export interface GradusConfig {
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
}

export interface ConfigDeclaration {
  readonly environments: Readonly<Record<string, z.input<typeof planeEnvironment> | z.input<typeof awsEnvironment>>>;
}

const isPlane = (environment: unknown): boolean =>
  typeof environment === 'object' && environment !== null && 'plane' in environment && environment.plane !== false;

/**
 * Declares the environments that `gradus.config.ts` default-exports.
 * @throws GradusError CONFIG_INVALID with every mistake
 */
export const defineConfig = (declaration: ConfigDeclaration): GradusConfig => {
  const names = Object.keys((declaration as Partial<ConfigDeclaration> | undefined)?.environments ?? {});
  // Each environment is held against the kind that it says it is, so that its mistakes are told in that kind's terms.
  const kinds = names.map((name) => [
    name,
    isPlane(declaration.environments[name]) ? planeEnvironment : awsEnvironment,
  ]);
  const schema = z.strictObject({ environments: z.strictObject(Object.fromEntries(kinds) as z.core.$ZodLooseShape) });
  const parsed = schema.safeParse(declaration);
  const mistakes: Mistake[] = names
    .filter((name) => !ENVIRONMENT_NAME.test(name))
    .map((name) => {
      const allowed = ['1 to 40 lower-case letters, digits and dashes'];
      return { path: `environments.${name}`, message: 'is not an environment name', got: name, allowed };
    });
  if (!parsed.success) mistakes.push(...mistakesOf(parsed.error.issues, schema, declaration, []));
  else if (names.length === 0) {
    mistakes.push({
      path: 'environments',
      message: 'is empty',
      remedy: 'Write: environments: { local: { plane: true } }',
    });
  }
  if (parsed.success && mistakes.length === 0) return parsed.data as GradusConfig;
  throw errors.make('CONFIG_INVALID', `${WORKSPACE_FILE} has mistakes`, { mistakes });
};

/**
 * Loads the `gradus.config.ts` of a workspace.
 * @throws GradusError CONFIG_BROKEN, CONFIG_INVALID
 */
export const loadConfig = async (workspaceRoot: string): Promise<GradusConfig> => {
  const file = join(workspaceRoot, WORKSPACE_FILE);
  const shown = relative(process.cwd(), file);
  const remedy = 'Write: export default defineConfig({ environments: { local: { plane: true } } });';
  if (!existsSync(file)) throw errors.make('CONFIG_BROKEN', `there is no ${shown}`, { remedy });
  const module = await loadTypeScript(file).catch((error: unknown) => {
    if (isGradusError(error)) throw error;
    if (!(error instanceof TypeScriptLoadError)) throw errors.make('CONFIG_BROKEN', `${shown} threw`, { cause: error });
    const mistakes = error.places.map(({ at, message }) => ({ path: at, message }));
    throw errors.make('CONFIG_BROKEN', `${shown} does not compile`, { mistakes });
  });
  const config = module['default'];
  if (typeof config === 'object' && config !== null && 'environments' in config) return config as GradusConfig;
  throw errors.make('CONFIG_BROKEN', `${shown} does not default-export a configuration`, { remedy });
};

/** An environment: an account and a region, on the plane or on AWS, and where things are kept there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, VERSION, type Mistake } from '@gradus/core';
import type { AwsEnvironmentConfig, EnvironmentConfig, GradusConfig, PlaneEnvironmentConfig } from './config.ts';
import { errors } from './errors.ts';

export const DEFAULT_ENVIRONMENT = 'local';

export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Holds everything that Gradus stores. */
  readonly bucket: string;
  readonly namespace: string;
  /** The role that SageMaker assumes. */
  readonly roleArn: string;
  readonly images: { readonly notebook: string; readonly serving: string };
  /** Milliseconds between two looks at something that takes time: at first, and at most. */
  readonly poll: { readonly first: number; readonly most: number };
  /** Where the SDK calls and as whom: standard AWS settings only. */
  readonly connection: Connection;
  /** The key of an object of a model: `ns=<namespace>/<model>/<segments…>`. */
  key(model: string, ...segments: readonly string[]): string;
}

export interface Connection {
  /** Absent: AWS's own endpoints. */
  readonly endpoint?: string;
  /** Absent: the SDK's default credentials. */
  readonly profile?: string;
  /** Absent: the user's own AWS files. */
  readonly credentialsFile?: string;
}

export type SelectedEnvironment = { readonly name: string } & EnvironmentConfig;

/** `gradus-<account>-<region>`, the bucket of an environment that names none. */
export const bucketName = (account: string, region: string): string => `gradus-${account}-${region}`;

/**
 * The configured environment of that name.
 * @throws GradusError ENVIRONMENT_UNKNOWN with the near match and the list
 */
export const selectEnvironment = (config: GradusConfig, name: string = DEFAULT_ENVIRONMENT): SelectedEnvironment => {
  const found = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  if (found) return { name, ...found };
  const allowed = Object.keys(config.environments);
  throw errors.make('ENVIRONMENT_UNKNOWN', `there is no environment "${name}"`, {
    got: name,
    allowed,
    remedy: didYouMean(name, allowed) ?? 'Name one of these, or add it to gradus.config.ts.',
  });
};

const shared = (selected: SelectedEnvironment) => {
  const { name, account, region, namespace = name } = selected;
  const key = (model: string, ...segments: readonly string[]) => [`ns=${namespace}`, model, ...segments].join('/');
  return { name, account, region, namespace, key };
};

const onPlane = (
  selected: SelectedEnvironment & PlaneEnvironmentConfig,
  place: { workspaceRoot: string; planeUrl?: string | undefined },
): Environment => {
  const { name, account, region } = selected;
  if (place.planeUrl === undefined) {
    throw errors.make('PLANE_NOT_RUNNING', `environment ${name} is on the plane, which does not run`, {
      remedy: 'Start it: gradus up',
    });
  }
  const credentialsFile = join(place.workspaceRoot, '.gradus', 'credentials');
  if (!existsSync(credentialsFile)) {
    throw errors.make('CREDENTIALS_MISSING', `${credentialsFile} is not there`, {
      remedy: 'The plane makes it when it starts: gradus down, then gradus up',
    });
  }
  return {
    ...shared(selected),
    bucket: bucketName(account, region),
    roleArn: `arn:aws:iam::${account}:role/gradus`,
    images: { notebook: `gradus/notebook:${VERSION}`, serving: `gradus/serving:${VERSION}` },
    poll: { first: 50, most: 500 },
    connection: { endpoint: place.planeUrl, profile: name, credentialsFile },
  };
};

/** Shells that were pointed at the plane by `gradus env` would send calls meant for AWS there. */
const refuseShadow = (name: string): void => {
  const shadow = Object.keys(process.env).find((variable) => variable.startsWith('AWS_ENDPOINT_URL'));
  if (shadow === undefined) return;
  throw errors.make('ENVIRONMENT_SHADOWED', `environment ${name} is on AWS, but ${shadow} is set`, {
    got: process.env[shadow],
    remedy: `unset ${shadow}`,
  });
};

const onAws = (selected: SelectedEnvironment & AwsEnvironmentConfig): Environment => {
  const { name, role, bucket, images, profile } = selected;
  refuseShadow(name);
  const { notebook, serving } = images;
  if (role && bucket && notebook && serving) {
    return {
      ...shared(selected),
      bucket,
      roleArn: role,
      images: { notebook, serving },
      poll: { first: 2000, most: 15_000 },
      connection: profile === undefined ? {} : { profile },
    };
  }
  const needed: readonly (readonly [string, string | undefined, string])[] = [
    ['role', role, 'the ARN of the role that SageMaker assumes'],
    ['bucket', bucket, `an S3 bucket, e.g. ${bucketName(selected.account, selected.region)}`],
    ['images.notebook', notebook, 'the URI of gradus/notebook in ECR'],
    ['images.serving', serving, 'the URI of gradus/serving in ECR'],
  ];
  const mistakes = needed
    .filter(([, value]) => !value)
    .map(([field, , what]): Mistake => ({
      path: `environments.${name}.${field}`,
      message: 'is missing',
      allowed: [what],
    }));
  throw errors.make('ENVIRONMENT_INCOMPLETE', `environment ${name} is on AWS and lacks what it needs there`, {
    mistakes,
    remedy: 'Add them to gradus.config.ts.',
  });
};

/**
 * The environment as libraries use it.
 * @param place.planeUrl where the plane answers, when one runs
 * @throws GradusError PLANE_NOT_RUNNING, CREDENTIALS_MISSING, ENVIRONMENT_INCOMPLETE, ENVIRONMENT_SHADOWED
 */
export const resolveEnvironment = (
  selected: SelectedEnvironment,
  place: { workspaceRoot: string; planeUrl?: string | undefined },
): Environment => (selected.plane ? onPlane(selected, place) : onAws(selected));

/** The environment variables by which AWS tools find an environment, and the script that sets them in a shell. */
import { didYouMean } from '@gradus/core';
import type { Environment } from '@gradus/aws';
import { errors } from './errors.ts';
import { readKey } from './plane/credentials.ts';

/** Null: to be unset, since it would lead the tool elsewhere. */
export type Variables = Readonly<Record<string, string | null>>;

/** Shells by name, each with the one whose language it speaks. */
const DIALECTS = {
  sh: 'sh',
  bash: 'sh',
  zsh: 'sh',
  fish: 'fish',
  powershell: 'powershell',
  pwsh: 'powershell',
} as const;
export type Shell = (typeof DIALECTS)[keyof typeof DIALECTS];

/** @throws GradusError USAGE_OPTION */
export const parseShell = (name: string | undefined, env: NodeJS.ProcessEnv = process.env): Shell => {
  if (name === undefined) return env['SHELL']?.endsWith('/fish') ? 'fish' : 'sh';
  if (Object.hasOwn(DIALECTS, name)) return DIALECTS[name as keyof typeof DIALECTS];
  const allowed = Object.keys(DIALECTS);
  const remedy = didYouMean(name, allowed);
  throw errors.make('USAGE_OPTION', `gradus env knows no shell "${name}"`, { got: name, allowed, remedy });
};

/** What points an AWS tool at the environment: endpoint, keys and region of the plane, or a profile of AWS. */
export const environmentVariables = async ({ region, connection }: Environment): Promise<Variables> => {
  const { endpoint, profile, credentialsFile } = connection;
  const regions = { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  if (endpoint !== undefined && profile !== undefined && credentialsFile !== undefined) {
    const { accessKeyId, secretAccessKey } = await readKey(credentialsFile, profile);
    return {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...regions,
      AWS_SESSION_TOKEN: null,
      AWS_PROFILE: null,
    };
  }
  if (profile === undefined) return { ...regions, AWS_ENDPOINT_URL: null };
  const keys = { AWS_ACCESS_KEY_ID: null, AWS_SECRET_ACCESS_KEY: null, AWS_SESSION_TOKEN: null };
  return { AWS_PROFILE: profile, ...regions, AWS_ENDPOINT_URL: null, ...keys };
};

const LINES: Record<Shell, { set(name: string, value: string): string; unset(name: string): string }> = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replaceAll(/['\\]/g, '\\$&')}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    set: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
};

export const shellScript = (variables: Variables, shell: Shell): string =>
  Object.entries(variables)
    .map(([name, value]) => (value === null ? LINES[shell].unset(name) : LINES[shell].set(name, value)))
    .join('\n');

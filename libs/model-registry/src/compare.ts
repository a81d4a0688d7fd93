/** Holds versions against one another: metrics, parameters, data, code, and what one may ask and gets. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { AwsClients } from '@gradus/aws';
import { errors } from './errors.ts';
import type { Gate } from './gates.ts';
import { jsonDifferences, type JsonDifference } from './json-differences.ts';
import type { ModelVersion } from './version.ts';

export type Direction = 'higher' | 'lower';

export interface ComparedMetric {
  readonly name: string;
  /** Which way is better, as the gates say; absent where none does. */
  readonly direction?: Direction;
  /** In the order of the versions; null where a version does not report it. */
  readonly values: readonly (number | null)[];
  /** Against the first version; the first is 0. */
  readonly differences: readonly (number | null)[];
  /** The number of the version with the best value; absent without direction, or when the best is shared by all. */
  readonly best?: number;
}

export interface ComparedValue {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly changed: boolean;
}

export interface Comparison {
  readonly group: string;
  readonly versions: readonly number[];
  readonly metrics: readonly ComparedMetric[];
  readonly parameters: readonly ComparedValue[];
  /** Status, stage, data set, code, image. */
  readonly facts: readonly ComparedValue[];
  /** Of each version after the first, against the first. */
  readonly signatures: readonly { readonly version: number; readonly changes: readonly JsonDifference[] }[];
}

/**
 * @param versions of one group, two or more
 * @param gates tell which way a metric is better: `min` the higher, `max` the lower
 * @throws GradusError COMPARE_TOO_FEW
 */
export async function compareVersions(
  clients: Pick<AwsClients, 's3'>,
  versions: readonly ModelVersion[],
  gates: Readonly<Record<string, Gate>> = {},
): Promise<Comparison> {
  const [first] = versions;
  if (!first || new Set(versions.map(({ arn }) => arn)).size < Math.max(versions.length, 2)) {
    throw errors.make('COMPARE_TOO_FEW', 'a comparison needs two or more different versions', {
      got: versions.map(({ version }) => version),
      remedy: `\`gradus versions ${first?.group ?? '<model>'}\` lists them.`,
    });
  }
  const [parameters, signatures] = await Promise.all([
    Promise.all(versions.map(({ facts }) => readJson(clients, facts?.parameters))),
    Promise.all(versions.map(({ facts }) => readJson(clients, facts?.signature))),
  ]);
  return {
    group: first.group,
    versions: versions.map(({ version }) => version),
    metrics: namesOf(versions.map(({ facts }) => facts?.metrics ?? {})).map((name) =>
      compareMetric(name, versions, gates[name]),
    ),
    parameters: namesOf(parameters).map((name) =>
      compared(
        name,
        parameters.map((values) => values[name]),
      ),
    ),
    facts: FACTS.map(([name, read]) => compared(name, versions.map(read))),
    signatures: versions.slice(1).map(({ version }, index) => ({
      version,
      changes: jsonDifferences(signatures[0], signatures[index + 1]),
    })),
  };
}

const FACTS: readonly (readonly [string, (version: ModelVersion) => unknown])[] = [
  ['status', ({ status }) => status],
  ['stage', ({ stage }) => stage && `${stage.name} (${stage.status})`],
  ['data set', ({ facts }) => facts?.dataset?.name],
  ['data rows', ({ facts }) => facts?.dataset?.rows],
  ['data sha256', ({ facts }) => facts?.dataset?.sha256],
  ['data source', ({ facts }) => facts?.dataset?.source],
  ['commit', ({ facts }) => facts?.commit && `${facts.commit}${facts.dirty ? '+changes' : ''}`],
  ['seed', ({ facts }) => facts?.seed],
  ['lockfile', ({ facts }) => facts?.lockfileSha256],
  ['image', ({ image }) => image],
];

type Json = Readonly<Record<string, unknown>>;

const namesOf = (records: readonly Json[]): string[] => [...new Set(records.flatMap((record) => Object.keys(record)))];

const compared = (name: string, values: readonly unknown[]): ComparedValue => {
  const known = values.map((value) => value ?? null);
  return { name, values: known, changed: new Set(known.map((value) => JSON.stringify(value))).size > 1 };
};

const directionOf = (gate: Gate | undefined): Direction | undefined => {
  if (gate === undefined || (gate.min === undefined) === (gate.max === undefined)) return undefined;
  return gate.min === undefined ? 'lower' : 'higher';
};

const compareMetric = (name: string, versions: readonly ModelVersion[], gate: Gate | undefined): ComparedMetric => {
  const direction = directionOf(gate);
  const values = versions.map(({ facts }) => facts?.metrics[name] ?? null);
  const [base] = values as [number | null];
  const known = values.filter((value) => value !== null);
  const bestValue = direction === 'lower' ? Math.min(...known) : Math.max(...known);
  const isTold = direction !== undefined && known.some((value) => value !== bestValue);
  return {
    name,
    ...(direction && { direction }),
    values,
    differences: values.map((value) => (value === null || base === null ? null : value - base)),
    ...(isTold && { best: versions[values.indexOf(bestValue)]!.version }),
  };
};

/** An object of JSON in S3; nothing where a version has none. */
const readJson = async ({ s3 }: Pick<AwsClients, 's3'>, uri: string | undefined): Promise<Json> => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri ?? '') ?? [];
  if (Bucket === undefined) return {};
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse(await Body!.transformToString()) as Json;
};

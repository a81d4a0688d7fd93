/** What a version carries beyond AWS's own fields, and how it travels in `CustomerMetadataProperties`. */
import { errors } from './errors.ts';

/** The facts that make a version reproducible; of a model that was trained elsewhere, those that were given. */
export interface VersionFacts {
  /** The training job that made it; absent when it was trained elsewhere. */
  readonly trainingJob?: string;
  /** Hash of the archive, hex, of a model that was trained elsewhere. */
  readonly artifactSha256?: string;
  /** Absent outside a git repository. */
  readonly commit?: string;
  /** Whether the tree had changes that the commit does not hold. */
  readonly dirty?: boolean;
  readonly dataset?: {
    readonly name: string;
    readonly rows: number;
    /** Hash of the content, hex. */
    readonly sha256: string;
    readonly source: string;
  };
  /** Absent where the run has no parameter `seed`. */
  readonly seed?: number;
  /** Hash of the lockfile, hex; absent where there is none. */
  readonly lockfileSha256?: string;
  /** S3 URIs. */
  readonly code?: string;
  readonly notebook?: string;
  readonly parameters?: string;
  readonly evaluation: string;
  readonly signature?: string;
  /** In the order of what matters: where the registry lacks room, the last ones stay out (the evaluation holds all). */
  readonly metrics: Readonly<Record<string, number>>;
}

const METRIC_PREFIX = 'metric:';

/** AWS's limits of `CustomerMetadataProperties`: 50 entries, values of 1 to 256 characters of this alphabet. */
const MAX_ENTRIES = 50;
const MAX_VALUE = 256;
const FORBIDDEN = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** @throws GradusError METADATA_TOO_LARGE */
export function encodeFacts(facts: VersionFacts): Record<string, string> {
  const { dataset } = facts;
  const known: Record<string, string | number | boolean | undefined> = {
    training_job: facts.trainingJob,
    artifact_sha256: facts.artifactSha256,
    git_commit: facts.commit,
    git_dirty: facts.dirty,
    dataset_name: dataset?.name,
    dataset_rows: dataset?.rows,
    dataset_sha256: dataset?.sha256,
    dataset_source: dataset?.source,
    seed: facts.seed,
    lockfile_sha256: facts.lockfileSha256,
    code: facts.code,
    notebook: facts.notebook,
    parameters: facts.parameters,
    evaluation: facts.evaluation,
    signature: facts.signature,
  };
  const entries = Object.entries(known).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as const],
  );
  for (const [name, value] of Object.entries(facts.metrics)) {
    if (entries.length < MAX_ENTRIES - RECORD_ENTRIES) entries.push([`${METRIC_PREFIX}${name}`, String(value)]);
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, admissible(key, value)]));
}

/** Room that stays for {@link encodeDecision} and {@link encodeStageMove}. */
const RECORD_ENTRIES = 4;

/** The facts of a version, or undefined when it was not registered by Gradus. */
export function decodeFacts(properties: Readonly<Record<string, string>>): VersionFacts | undefined {
  const { evaluation, dataset_name, dataset_sha256, git_dirty, seed } = properties;
  if (!evaluation?.startsWith('s3://')) return undefined;
  const metrics = Object.entries(properties).flatMap(([key, value]) =>
    key.startsWith(METRIC_PREFIX) ? [[key.slice(METRIC_PREFIX.length), Number(value)] as const] : [],
  );
  const texts = {
    trainingJob: properties['training_job'],
    artifactSha256: properties['artifact_sha256'],
    commit: properties['git_commit'],
    lockfileSha256: properties['lockfile_sha256'],
    code: properties['code'],
    notebook: properties['notebook'],
    parameters: properties['parameters'],
    signature: properties['signature'],
  };
  return {
    ...(Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as Partial<VersionFacts>),
    ...(git_dirty === undefined ? {} : { dirty: git_dirty === 'true' }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(dataset_name &&
      dataset_sha256 && {
        dataset: {
          name: dataset_name,
          rows: Number(properties['dataset_rows']),
          sha256: dataset_sha256,
          source: properties['dataset_source'] ?? '',
        },
      }),
    evaluation,
    metrics: Object.fromEntries(metrics),
  };
}

/** Who and when; why stands in `ApprovalDescription` and `StageDescription`, which take any text. */
export interface Decision {
  readonly by: string;
  readonly at: Date;
}

const recordNamed = (name: string) => ({
  encode: ({ by, at }: Decision): Record<string, string> => ({
    [`${name}_by`]: admissible(`${name}_by`, by),
    [`${name}_at`]: at.toISOString(),
  }),
  decode: (properties: Readonly<Record<string, string>>): Decision | undefined => {
    const [by, at] = [properties[`${name}_by`], properties[`${name}_at`]];
    return by && at ? { by, at: new Date(at) } : undefined;
  },
});

/** Who approved or rejected. */
export const { encode: encodeDecision, decode: decodeDecision } = recordNamed('decided');

/** Who moved it to its stage. */
export const { encode: encodeStageMove, decode: decodeStageMove } = recordNamed('staged');

function admissible(key: string, value: string): string {
  const written = value.replace(FORBIDDEN, '_') || '-';
  if (written.length > MAX_VALUE) {
    throw errors.make('METADATA_TOO_LARGE', `${key} has ${written.length} characters`, {
      got: value,
      allowed: [`at most ${MAX_VALUE} characters`],
      remedy: 'Shorten the names that it is made of: bucket, namespace, model, job.',
    });
  }
  return written;
}

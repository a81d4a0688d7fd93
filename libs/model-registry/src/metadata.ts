/** What a version carries beyond AWS's own fields, and how it travels in `CustomerMetadataProperties`. */
import { errors } from './errors.ts';

/** The facts that make a version reproducible. */
export interface VersionFacts {
  /** The training job that made it. */
  readonly trainingJob: string;
  /** Absent outside a git repository. */
  readonly commit?: string;
  /** Whether the tree had changes that the commit does not hold. */
  readonly dirty?: boolean;
  readonly dataset: {
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
  readonly code: string;
  readonly notebook: string;
  readonly parameters: string;
  readonly evaluation: string;
  readonly signature: string;
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
  const entries: Record<string, string> = {
    training_job: facts.trainingJob,
    ...(facts.commit === undefined ? {} : { git_commit: facts.commit }),
    ...(facts.dirty === undefined ? {} : { git_dirty: String(facts.dirty) }),
    dataset_name: facts.dataset.name,
    dataset_rows: String(facts.dataset.rows),
    dataset_sha256: facts.dataset.sha256,
    dataset_source: facts.dataset.source,
    ...(facts.seed === undefined ? {} : { seed: String(facts.seed) }),
    ...(facts.lockfileSha256 === undefined ? {} : { lockfile_sha256: facts.lockfileSha256 }),
    code: facts.code,
    notebook: facts.notebook,
    parameters: facts.parameters,
    evaluation: facts.evaluation,
    signature: facts.signature,
  };
  for (const [name, value] of Object.entries(facts.metrics)) {
    if (Object.keys(entries).length < MAX_ENTRIES - DECISION_ENTRIES)
      entries[`${METRIC_PREFIX}${name}`] = String(value);
  }
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, admissible(key, value)]));
}

/** Room that stays for {@link encodeDecision}. */
const DECISION_ENTRIES = 2;

/** The facts of a version, or undefined when it was not published by Gradus. */
export function decodeFacts(properties: Readonly<Record<string, string>>): VersionFacts | undefined {
  const { training_job, dataset_name, dataset_sha256, code, notebook, parameters, evaluation, signature } = properties;
  if (
    !training_job ||
    !dataset_name ||
    !dataset_sha256 ||
    !code ||
    !notebook ||
    !parameters ||
    !evaluation ||
    !signature
  ) {
    return undefined;
  }
  const metrics = Object.entries(properties).flatMap(([key, value]) =>
    key.startsWith(METRIC_PREFIX) ? [[key.slice(METRIC_PREFIX.length), Number(value)] as const] : [],
  );
  return {
    trainingJob: training_job,
    ...(properties['git_commit'] === undefined ? {} : { commit: properties['git_commit'] }),
    ...(properties['git_dirty'] === undefined ? {} : { dirty: properties['git_dirty'] === 'true' }),
    dataset: {
      name: dataset_name,
      rows: Number(properties['dataset_rows']),
      sha256: dataset_sha256,
      source: properties['dataset_source'] ?? '',
    },
    ...(properties['seed'] === undefined ? {} : { seed: Number(properties['seed']) }),
    ...(properties['lockfile_sha256'] === undefined ? {} : { lockfileSha256: properties['lockfile_sha256'] }),
    code,
    notebook,
    parameters,
    evaluation,
    signature,
    metrics: Object.fromEntries(metrics),
  };
}

/** Who decided and when; why stands in `ApprovalDescription`, which takes any text. */
export interface Decision {
  readonly by: string;
  readonly at: Date;
}

export const encodeDecision = ({ by, at }: Decision): Record<string, string> => ({
  decided_by: admissible('decided_by', by),
  decided_at: at.toISOString(),
});

export const decodeDecision = (properties: Readonly<Record<string, string>>): Decision | undefined => {
  const { decided_by, decided_at } = properties;
  return decided_by && decided_at ? { by: decided_by, at: new Date(decided_at) } : undefined;
};

const admissible = (key: string, value: string): string => {
  const written = value.replace(FORBIDDEN, '_') || '-';
  if (written.length > MAX_VALUE) {
    throw errors.make('METADATA_TOO_LARGE', `${key} has ${written.length} characters`, {
      got: value,
      allowed: [`at most ${MAX_VALUE} characters`],
      remedy: 'Shorten the names that it is made of: bucket, namespace, model, job.',
    });
  }
  return written;
};

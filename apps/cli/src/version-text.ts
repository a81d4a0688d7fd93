/** Versions of a model as text: a line of a table, or everything of one. */
import type { VersionDetail } from '@gradus/level-0';
import type { ModelVersion } from '@gradus/model-registry';
import { table, type Paint } from './output.ts';

const STATUS: Record<ModelVersion['status'], (text: string, paint: Paint) => string> = {
  Approved: (text, paint) => paint.good(text),
  Rejected: (text, paint) => paint.bad(text),
  PendingManualApproval: (text, paint) => paint.faint(text),
};

export const statusText = (status: ModelVersion['status'], paint: Paint): string => STATUS[status](status, paint);

/** At most six significant digits, and no trailing zeros. */
export const metricText = (value: number | undefined): string =>
  value === undefined ? '-' : String(Number(value.toPrecision(6)));

/** `2026-01-31 12:05`, UTC. */
export const minute = (time: Date): string => time.toISOString().slice(0, 16).replace('T', ' ');

/** The last part of an ARN: a user's or a session's name. */
export const who = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** `Staging (Approved), ann: ready`. */
export const stageText = ({ name, status, by, why }: NonNullable<ModelVersion['stage']>): string =>
  `${name} (${status})${by === undefined ? '' : `, ${who(by)}`}${why ? `: ${why}` : ''}`;

/** A table of versions; `metrics` are its columns. */
export const versionTable = (versions: readonly ModelVersion[], metrics: readonly string[], paint: Paint): string =>
  table([
    ['VERSION', 'STATUS', 'CREATED', ...metrics, 'DATA', 'COMMIT', 'DECISION'],
    ...versions.map((version) => [
      String(version.version),
      statusText(version.status, paint),
      minute(version.createdAt),
      ...metrics.map((metric) => metricText(version.facts?.metrics[metric])),
      version.facts?.dataset?.sha256.slice(0, 8) ?? '-',
      commitText(version),
      version.decision ? `${who(version.decision.by)}: ${version.decision.why}` : '-',
    ]),
  ]);

const commitText = ({ facts }: ModelVersion): string =>
  facts?.commit === undefined ? '-' : `${facts.commit.slice(0, 8)}${facts.dirty ? '+changes' : ''}`;

const gatesText = ({ gates, missedGates }: VersionDetail, paint: Paint): string => {
  if (missedGates.length > 0) return paint.bad(missedGates.join('; '));
  return gates.length === 0 ? 'none declared' : paint.good('all passed');
};

/** Everything that a version carries. */
export const versionDetail = (version: VersionDetail, paint: Paint): string => {
  const { facts, decision } = version;
  const rows: [string, string][] = [
    ['version', `${version.group} ${version.version}${version.serving ? paint.good('  serves now') : ''}`],
    ['status', statusText(version.status, paint)],
    ...(decision
      ? [['decided', `${who(decision.by)}, ${minute(decision.at)}: ${decision.why}`] as [string, string]]
      : []),
    ['created', `${minute(version.createdAt)} by ${who(version.createdBy)}`],
    ['gates', gatesText(version, paint)],
    ['artifact', version.artifact],
    ['image', version.image],
    ['arn', version.arn],
  ];
  if (version.stage) rows.splice(3, 0, ['stage', stageText(version.stage)]);
  if (facts) {
    const known: Record<string, string | undefined> = {
      'training job': facts.trainingJob ?? 'none: it was trained elsewhere',
      archive: facts.artifactSha256 && `sha256 ${facts.artifactSha256}`,
      data:
        facts.dataset &&
        `${facts.dataset.name}, ${facts.dataset.rows} rows from ${facts.dataset.source}, sha256 ${facts.dataset.sha256}`,
      commit:
        facts.commit === undefined
          ? 'outside a git repository'
          : `${facts.commit}${facts.dirty ? ', and changes that it does not hold' : ''}`,
      seed: facts.seed === undefined ? 'none' : String(facts.seed),
      lockfile: facts.lockfileSha256 ?? 'none',
      code: facts.code,
      notebook: facts.notebook,
      evaluation: facts.evaluation,
      signature: facts.signature,
    };
    for (const [name, value] of Object.entries(known)) if (value !== undefined) rows.push([name, value]);
    for (const [name, value] of Object.entries(facts.metrics)) rows.push([`metric ${name}`, metricText(value)]);
  }
  for (const [name, value] of Object.entries(version.parameters ?? {}))
    rows.push([`parameter ${name}`, JSON.stringify(value)]);
  if (version.signature)
    rows.push(['input', JSON.stringify(version.signature.input)], ['output', JSON.stringify(version.signature.output)]);
  return table(rows.map(([name, value]) => [paint.faint(name), value]));
};

/** The item that says which data version is served: one item, so that readers see the old state or the new one, never a mixture. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bucketOf } from './bucket.ts';
import { POINTER_KEY } from './keys.ts';
import { keyAttributes, type Attributes } from './recommendation-item.ts';

/** What was done to the pointer, by whom and why. */
export interface DataSwitch {
  /** Grows with every change. */
  readonly revision: number;
  /** `serve`: a version is served to all; `try`: a candidate to a share; `drop`: its trial ended; `rollback`: back to the previous version. */
  readonly verb: 'serve' | 'try' | 'drop' | 'rollback';
  /** The version that was served to all before. */
  readonly from?: string;
  /** The version that the verb is about. */
  readonly to: string;
  readonly share?: number;
  /** ARN of who asked. */
  readonly by: string;
  readonly why: string;
  /** ISO 8601. */
  readonly at: string;
  /** Tells this change from any other, when the answer to it was lost. */
  readonly id: string;
}

export interface ServedPointer {
  readonly revision: number;
  /** Served to all, but for the users of a trial. */
  readonly stable?: string;
  /** What a rollback goes back to. */
  readonly previous?: string;
  readonly trial?: { readonly candidate: string; readonly share: number; readonly salt: string };
  /** Versions that expire or are being deleted: they cannot be served again. */
  readonly retired: readonly string[];
  readonly last?: DataSwitch;
}

/** The pointer of a table in which nothing is served yet. */
const NOTHING_SERVED: ServedPointer = { revision: 0, retired: [] };

/** The version that a user is served: the candidate for the share of users that take part in the trial. */
export const versionFor = ({ stable, trial }: ServedPointer, user: string): string | undefined =>
  trial && bucketOf(user, trial.salt) < trial.share ? trial.candidate : stable;

/** Versions whose items must stay: served, tried, or the one that a rollback goes back to. */
export const versionsInUse = ({ stable, previous, trial }: ServedPointer): string[] =>
  [stable, previous, trial?.candidate].filter((version) => version !== undefined);

const text = (value: string | undefined, name: string): Attributes =>
  value === undefined ? {} : { [name]: { S: value } };
const number = (value: number | undefined, name: string): Attributes =>
  value === undefined ? {} : { [name]: { N: String(value) } };

/** A switch as an item of the history, without its key. */
export const switchAttributes = (done: DataSwitch): Attributes => ({
  Revision: { N: String(done.revision) },
  Verb: { S: done.verb },
  ...text(done.from, 'From'),
  To: { S: done.to },
  ...number(done.share, 'Share'),
  By: { S: done.by },
  Why: { S: done.why },
  At: { S: done.at },
  Id: { S: done.id },
});

export const readSwitch = (item: Record<string, AttributeValue>): DataSwitch => ({
  revision: Number(item['Revision']!.N),
  verb: item['Verb']!.S as DataSwitch['verb'],
  ...(item['From']?.S !== undefined && { from: item['From'].S }),
  to: item['To']!.S!,
  ...(item['Share']?.N !== undefined && { share: Number(item['Share'].N) }),
  by: item['By']!.S!,
  why: item['Why']!.S!,
  at: item['At']!.S!,
  id: item['Id']!.S!,
});

export const pointerItem = ({ revision, stable, previous, trial, retired, last }: ServedPointer): Attributes => ({
  ...keyAttributes(POINTER_KEY),
  Revision: { N: String(revision) },
  ...text(stable, 'Stable'),
  ...text(previous, 'Previous'),
  ...text(trial?.candidate, 'Candidate'),
  ...number(trial?.share, 'Share'),
  ...text(trial?.salt, 'Salt'),
  ...(retired.length > 0 && { Retired: { SS: [...retired] } }),
  ...(last && { Last: { M: switchAttributes(last) } }),
});

/** What the item says; of no item, that nothing is served. */
export const readPointer = (item: Record<string, AttributeValue> | undefined): ServedPointer => {
  if (!item) return NOTHING_SERVED;
  const [stable, previous, candidate] = [item['Stable']?.S, item['Previous']?.S, item['Candidate']?.S];
  return {
    revision: Number(item['Revision']?.N ?? 0),
    ...(stable !== undefined && { stable }),
    ...(previous !== undefined && { previous }),
    ...(candidate !== undefined && {
      trial: { candidate, share: Number(item['Share']?.N ?? 0), salt: item['Salt']?.S ?? candidate },
    }),
    retired: item['Retired']?.SS ?? [],
    ...(item['Last']?.M && { last: readSwitch(item['Last'].M) }),
  };
};

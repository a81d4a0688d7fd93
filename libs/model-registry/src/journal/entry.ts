/** An entry of a group's journal: one change of the registry, with who, when and why. */
import type { ModelVersion } from '../version.ts';

/** The version that a change is about: its number, and when it was registered, since a group may be made anew. */
export interface VersionReference {
  readonly version: number;
  readonly registeredAt: string;
}

export type Change =
  | ({ readonly kind: 'approval'; readonly from: string; readonly to: 'Approved' | 'Rejected' } & VersionReference)
  | ({
      readonly kind: 'stage';
      readonly from?: string;
      readonly to: string;
      readonly status: string;
    } & VersionReference)
  | ({ readonly kind: 'alias'; readonly alias: string; readonly from?: number } & VersionReference)
  | { readonly kind: 'alias-removed'; readonly alias: string; readonly from: number };

export type ChangeKind = Change['kind'];

export type Entry<Kind extends ChangeKind = ChangeKind> = Extract<Change, { kind: Kind }> & {
  /** Counts from 1 in each group. */
  readonly serial: number;
  readonly id: string;
  /** ISO 8601; later than every earlier entry's. */
  readonly at: string;
  /** ARN. */
  readonly by: string;
  readonly why: string;
};

export const referenceTo = ({ version, createdAt }: ModelVersion): VersionReference => ({
  version,
  registeredAt: createdAt.toISOString(),
});

/** The newest entry of that kind about that version. */
export const newestAbout = <Kind extends 'approval' | 'stage'>(
  entries: readonly Entry[],
  kind: Kind,
  { version, registeredAt }: VersionReference,
): Entry<Kind> | undefined =>
  entries.findLast(
    (entry) =>
      entry.kind === kind && 'version' in entry && entry.version === version && entry.registeredAt === registeredAt,
  ) as Entry<Kind> | undefined;

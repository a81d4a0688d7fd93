/** The history of a group: every registration, approval, move of a stage and of an alias, with who, when and why. */
import { readJournal } from './journal/journal.ts';
import { newestAbout, referenceTo, type Entry } from './journal/entry.ts';
import { listVersions, readVersion } from './read.ts';
import type { RegistryContext } from './registry-context.ts';
import type { ModelVersion } from './version.ts';

export interface HistoryEvent {
  readonly at: Date;
  /** ARN. */
  readonly by: string;
  readonly kind: 'registered' | 'approval' | 'stage' | 'alias';
  /** Absent when an alias was removed. */
  readonly version?: number;
  /** `champion: version 2 -> version 3`. */
  readonly what: string;
  /** Absent of a registration, and of what was not done by Gradus. */
  readonly why?: string;
  /** Done by another tool, of which AWS keeps the last change only. */
  readonly elsewhere?: true;
}

/** Newest first; `limit` bounds the events, and the versions whose registration is told. */
export async function history(
  registry: RegistryContext,
  group: string,
  { version, limit = 100 }: { readonly version?: number; readonly limit?: number } = {},
): Promise<HistoryEvent[]> {
  const [entries, versions] = await Promise.all([
    readJournal(registry, group),
    version === undefined
      ? listVersions(registry.clients, group, { limit })
      : readVersion(registry.clients, group, String(version)).then((one) => [one]),
  ]);
  const events = [
    ...entries.map(eventOf),
    ...versions.map(registration),
    ...versions.flatMap((each) => changesElsewhere(each, entries)),
  ];
  return events
    .filter((event) => version === undefined || event.version === version)
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, limit);
}

const eventOf = (entry: Entry): HistoryEvent => {
  const common = { at: new Date(entry.at), by: entry.by, why: entry.why };
  switch (entry.kind) {
    case 'approval':
      return { ...common, kind: 'approval', version: entry.version, what: `${entry.from} -> ${entry.to}` };
    case 'stage': {
      const what = `${entry.from ?? 'no stage'} -> ${entry.to} (${entry.status})`;
      return { ...common, kind: 'stage', version: entry.version, what };
    }
    case 'alias': {
      const from = entry.from === undefined ? 'nothing' : `version ${entry.from}`;
      return {
        ...common,
        kind: 'alias',
        version: entry.version,
        what: `${entry.alias}: ${from} -> version ${entry.version}`,
      };
    }
    case 'alias-removed':
      return { ...common, kind: 'alias', what: `${entry.alias}: version ${entry.from} -> nothing` };
  }
};

const registration = ({ version, createdAt, createdBy, description }: ModelVersion): HistoryEvent => ({
  at: createdAt,
  by: createdBy,
  kind: 'registered',
  version,
  what: description,
});

/** What the package says and no entry explains: somebody changed it with another tool. */
const changesElsewhere = (version: ModelVersion, entries: readonly Entry[]): HistoryEvent[] => {
  const { modified, status, stage } = version;
  if (!modified) return [];
  const common = { ...modified, version: version.version, elsewhere: true as const };
  const decided = newestAbout(entries, 'approval', referenceTo(version));
  const staged = newestAbout(entries, 'stage', referenceTo(version));
  const events: HistoryEvent[] = [];
  const known = decided?.to ?? 'PendingManualApproval';
  if (known !== status) events.push({ ...common, kind: 'approval', what: `${known} -> ${status}` });
  if (stage && (staged?.to !== stage.name || staged.status !== stage.status)) {
    events.push({ ...common, kind: 'stage', what: `${staged?.to ?? 'no stage'} -> ${stage.name} (${stage.status})` });
  }
  return events;
};

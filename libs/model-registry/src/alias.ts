/** Aliases: names such as `champion` that one version of a group goes by at a time. They live in the group's journal. */
import { didYouMean } from '@gradus/core';
import { callerArn } from './caller.ts';
import { errors } from './errors.ts';
import { referenceTo, type Entry } from './journal/entry.ts';
import { appendEntry, readJournal } from './journal/journal.ts';
import { describeVersion, readVersion } from './read.ts';
import { checkReason } from './reason.ts';
import type { RegistryContext } from './registry-context.ts';
import type { ModelVersion } from './version.ts';

export interface Alias {
  readonly name: string;
  readonly version: number;
  readonly by: string;
  readonly at: Date;
  readonly why: string;
}

const NAME = /^(?!(?:latest|approved|none)$)[a-z][a-z0-9-]{0,62}$/;

/** The aliases of a group by name; one whose version is gone is no alias. */
export async function listAliases(registry: RegistryContext, group: string): Promise<Alias[]> {
  const held = [...aliasesIn(await readJournal(registry, group)).values()];
  const present = await Promise.all(held.map((entry) => isPresent(registry, group, entry)));
  return held
    .filter((_, index) => present[index])
    .map(({ alias, version, by, at, why }) => ({ name: alias, version, by, at: new Date(at), why }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Moves an alias to a version. Of two who move it from the same place, one does.
 *
 * @param version the version, as it was read
 * @throws GradusError ALIAS_INVALID, REASON_INVALID, ALIAS_CONFLICT
 */
export async function setAlias(
  registry: RegistryContext,
  version: ModelVersion,
  name: string,
  why: string,
): Promise<Alias> {
  if (!NAME.test(name)) {
    throw errors.make('ALIAS_INVALID', `${JSON.stringify(name)} cannot be an alias`, {
      got: name,
      allowed: ['1 to 63 lower-case letters, digits and dashes, beginning with a letter; not latest, approved or none'],
      remedy: 'Name it as champion or challenger are.',
    });
  }
  checkReason('a move of an alias', why);
  const by = await callerArn(registry.clients);
  const held = holding(version.group, name);
  const entry = await appendEntry(registry, version.group, { by, why }, (entries) => {
    const current = held(entries);
    if (current && isAbout(current, version)) return undefined;
    const from = current === undefined ? {} : { from: current.version };
    return { kind: 'alias', alias: name, ...from, ...referenceTo(version) };
  });
  const made = entry ?? aliasesIn(await readJournal(registry, version.group)).get(name);
  return {
    name,
    version: version.version,
    by: made?.by ?? by,
    at: new Date(made?.at ?? Date.now()),
    why: made?.why ?? why,
  };
}

/**
 * Removes an alias; its versions stay.
 * @throws GradusError ALIAS_UNKNOWN with the near match, REASON_INVALID, ALIAS_CONFLICT
 */
export async function removeAlias(registry: RegistryContext, group: string, name: string, why: string): Promise<void> {
  checkReason('the removal of an alias', why);
  const by = await callerArn(registry.clients);
  const held = holding(group, name);
  await appendEntry(registry, group, { by, why }, (entries) => {
    const current = held(entries);
    if (current) return { kind: 'alias-removed', alias: name, from: current.version };
    const allowed = [...aliasesIn(entries).keys()];
    throw errors.make('ALIAS_UNKNOWN', `${group} has no alias ${JSON.stringify(name)}`, {
      got: name,
      allowed,
      remedy: didYouMean(name, allowed) ?? `\`gradus alias ${group}\` lists them.`,
    });
  });
}

/**
 * One version of a group by its number, `latest`, `approved`, or an alias.
 * @throws GradusError as {@link readVersion}
 */
export async function findVersion(registry: RegistryContext, group: string, which: string): Promise<ModelVersion> {
  if (!NAME.test(which)) return readVersion(registry.clients, group, which);
  const aliases = await listAliases(registry, group);
  const alias = aliases.find(({ name }) => name === which);
  return readVersion(
    registry.clients,
    group,
    alias ? String(alias.version) : which,
    aliases.map(({ name }) => name),
  );
}

const aliasesIn = (entries: readonly Entry[]): Map<string, Entry<'alias'>> => {
  const held = new Map<string, Entry<'alias'>>();
  for (const entry of entries) {
    if (entry.kind === 'alias') held.set(entry.alias, entry);
    if (entry.kind === 'alias-removed') held.delete(entry.alias);
  }
  return held;
};

const isAbout = (entry: Entry<'alias'>, { version, createdAt }: ModelVersion): boolean =>
  entry.version === version && entry.registeredAt === createdAt.toISOString();

const isPresent = async (registry: RegistryContext, group: string, entry: Entry<'alias'>): Promise<boolean> => {
  try {
    return isAbout(entry, await describeVersion(registry.clients, `${group}/${entry.version}`));
  } catch (error) {
    if (/does not exist|could not find/i.test((error as Error).message)) return false;
    throw error;
  }
};

/** Who holds the alias: what a first look found, and a conflict when a later look finds another. */
const holding = (group: string, name: string) => {
  let first: { readonly serial: number | undefined } | undefined;
  return (entries: readonly Entry[]): Entry<'alias'> | undefined => {
    const current = aliasesIn(entries).get(name);
    first ??= { serial: current?.serial };
    if (current?.serial === first.serial) return current;
    throw errors.make(
      'ALIAS_CONFLICT',
      `somebody ${current ? `moved ${name} of ${group} to version ${current.version}` : `removed ${name} of ${group}`} meanwhile`,
      {
        ...(current && { got: `${current.by}: ${current.why}` }),
        remedy: `Look at it: gradus alias ${group}. Then move it again, if it still should be.`,
      },
    );
  };
};

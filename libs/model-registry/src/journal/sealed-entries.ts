/** Copies of a hundred entries each, in one object: a journal of any length is read with few requests. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { RegistryContext } from '../registry-context.ts';
import type { Entry } from './entry.ts';

/** Entries in a copy. */
export const SEALED = 100;

export const serialName = (serial: number): string => `${String(serial).padStart(8, '0')}.json`;

export const sealedPrefix = ({ environment }: RegistryContext, group: string): string =>
  environment.key(group, 'registry', 'journal-sealed', '');

/**
 * Copies every whole hundred after the first `sealed` entries. Entries never change: whoever copies them writes the same, and
 * a process that dies before it leaves it to the next.
 *
 * @param entries all, oldest first
 */
export async function sealEntries(
  registry: RegistryContext,
  group: string,
  entries: readonly Entry[],
  sealed: number,
): Promise<void> {
  for (let start = sealed; start + SEALED <= entries.length; start += SEALED) {
    const Key = `${sealedPrefix(registry, group)}${serialName(start + SEALED)}`;
    const Body = JSON.stringify(entries.slice(start, start + SEALED));
    const Bucket = registry.environment.bucket;
    await registry.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }));
  }
}

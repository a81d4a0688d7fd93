/** Delivers what runs logged whose process died before it could. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTrialComponentCommand } from '@aws-sdk/client-sagemaker';
import { claimJournal, isInUse, Journal, readJournal, type JournalContent } from './journal.ts';
import { journalFolder } from './journal-folder.ts';
import { standardClients, type RunClients } from './run-context.ts';
import { RunWriter } from './run-writer.ts';

export interface RecoverOptions {
  readonly clients?: RunClients;
  /** The folder of journals; the same as the runs'. */
  readonly journal?: string;
}

/**
 * Brings what dead processes left in their journals to SageMaker, and ends their runs as Failed. Journals of processes
 * that live, and of runs that these clients do not reach, stay; so do those that SageMaker does not take, after all others had
 * their turn.
 * @returns the trial components of the runs that are complete now
 * @throws GradusError RUN_NOT_DELIVERED
 */
export const recoverRuns = async (options: RecoverOptions = {}): Promise<string[]> => {
  const { clients = standardClients(), journal = journalFolder() } = options;
  if (!existsSync(journal)) return [];
  const recovered: string[] = [];
  const failures: unknown[] = [];
  for (const name of readdirSync(journal).sort()) {
    const dir = join(journal, name);
    const content = readJournal(dir);
    if (!content || isInUse(dir, content) || !(await isReached(clients, content))) continue;
    const claimed = claimJournal(dir);
    if (claimed === undefined) continue;
    try {
      await recover(clients, claimed);
      recovered.push(content.open.component);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return recovered;
};

/** Whether the run is one that these clients see: a journal of another account or endpoint is left to those. */
const isReached = async (clients: RunClients, { open }: JournalContent): Promise<boolean> => {
  try {
    const command = new DescribeTrialComponentCommand({ TrialComponentName: open.componentArn });
    return (await clients.sagemaker.send(command)).TrialComponentArn === open.componentArn;
  } catch (error) {
    const refusals = ['ResourceNotFound', 'AccessDeniedException', 'ValidationException'];
    if (refusals.includes((error as Error).name)) return false;
    throw error;
  }
};

const recover = async (clients: RunClients, dir: string): Promise<void> => {
  const journal = new Journal(dir);
  const content = readJournal(dir)!;
  const writer = new RunWriter(journal, { clients, open: content.open, dir }, content);
  if (content.logged.at(-1)?.type !== 'close') {
    const message = 'The process ended before the run was closed.';
    writer.append({ type: 'close', status: 'Failed', message, at: Date.now() });
  }
  await writer.end();
};

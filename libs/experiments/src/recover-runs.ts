/** Delivers what runs logged whose process died before it could. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTrialComponentCommand } from '@aws-sdk/client-sagemaker';
import { settleDoubt } from './deliver.ts';
import { isOpenHere, Journal, readJournal, type JournalContent } from './journal.ts';
import { journalFolder } from './journal-folder.ts';
import { isAlive } from './process-start.ts';
import { standardClients, type RunClients } from './run-context.ts';
import { RunWriter } from './run-writer.ts';

export interface RecoverOptions {
  readonly clients?: RunClients;
  /** The folder of journals; the same as the runs'. */
  readonly journal?: string;
}

/**
 * Brings what dead processes left in their journals to SageMaker, and ends their runs as Failed. Journals of processes
 * that live, and of runs that these clients do not reach, stay.
 * @returns the trial components of the runs that are complete now
 */
export const recoverRuns = async (options: RecoverOptions = {}): Promise<string[]> => {
  const { clients = standardClients(), journal = journalFolder() } = options;
  if (!existsSync(journal)) return [];
  const recovered: string[] = [];
  for (const name of readdirSync(journal).sort()) {
    const dir = join(journal, name);
    if (isOpenHere(dir)) continue;
    const content = readJournal(dir);
    if (!content) continue;
    const mine = content.open.process.pid === process.pid;
    if ((!mine && isAlive(content.open.process)) || !(await isReached(clients, content))) continue;
    if (!existsSync(dir)) continue; // another process was faster
    await recover(clients, dir, content);
    recovered.push(content.open.component);
  }
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

const recover = async (clients: RunClients, dir: string, content: JournalContent): Promise<void> => {
  const { open, logged, sent, sending } = content;
  const delivery = { clients, open, dir };
  const done = sending > sent ? await settleDoubt(delivery, logged, sent, sending) : sent;
  const journal = new Journal(dir);
  const writer = new RunWriter(journal, delivery, logged, done);
  if (logged.at(-1)?.type !== 'close') {
    const message = 'The process ended before the run was closed.';
    writer.append({ type: 'close', status: 'Failed', message, at: Date.now() });
  }
  await writer.end();
  rmSync(dir, { recursive: true, force: true });
};

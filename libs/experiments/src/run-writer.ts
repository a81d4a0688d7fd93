/** Writes a run's records to its journal, and delivers them while the run goes on. */
import { callLength, deliverCall, settleDoubt, type Delivery } from './deliver.ts';
import { errors } from './errors.ts';
import type { LoggedRecord } from './journal-record.ts';
import type { Journal, JournalContent } from './journal.ts';

export class RunWriter {
  readonly #journal: Journal;
  readonly #delivery: Delivery;
  readonly #records: LoggedRecord[] = [];
  #sent: number;
  #sending: number;
  #delivering: Promise<void> | undefined;

  constructor(journal: Journal, delivery: Delivery, before?: Omit<JournalContent, 'open'>) {
    this.#journal = journal;
    this.#delivery = delivery;
    for (const record of before?.logged ?? []) this.#records.push(record);
    this.#sent = before?.sent ?? 0;
    this.#sending = before?.sending ?? 0;
  }

  /** When it returns, the record is in the journal; it is delivered in the background. */
  append(record: LoggedRecord): void {
    this.#journal.append(record);
    this.#records.push(record);
    // A failure is told by `flush`; until then what was logged waits in the journal.
    setImmediate(() => void this.#deliver().catch(() => undefined));
  }

  keep(content: string | Uint8Array | { readonly path: string }): string {
    return this.#journal.keep(content);
  }

  /**
   * Resolves once everything logged so far is with SageMaker.
   * @throws GradusError RUN_NOT_DELIVERED
   */
  async flush(): Promise<void> {
    const wanted = this.#records.length;
    try {
      while (this.#sent < wanted) await this.#deliver();
    } catch (error) {
      const left = this.#records.length - this.#sent;
      throw errors.make('RUN_NOT_DELIVERED', `${left} records of run ${this.#delivery.open.component} wait`, {
        got: this.#delivery.dir,
        remedy: 'They are in that journal. Once SageMaker answers again, the next run delivers them, or recoverRuns().',
        cause: error,
      });
    }
  }

  /** Delivers what is left and removes the journal; keeps it when that fails. */
  async end(): Promise<void> {
    let done = false;
    try {
      await this.flush();
      done = true;
    } finally {
      this.#journal.end(done);
    }
  }

  #deliver(): Promise<void> {
    this.#delivering ??= this.#drain().finally(() => (this.#delivering = undefined));
    return this.#delivering;
  }

  async #drain(): Promise<void> {
    // The last call was not answered, in this process or in one that died.
    if (this.#sending > this.#sent) {
      this.#mark(await settleDoubt(this.#delivery, this.#records, this.#sent, this.#sending));
    }
    while (this.#sent < this.#records.length) {
      const to = this.#sent + callLength(this.#records, this.#sent);
      this.#journal.append({ type: 'sending', to });
      this.#sending = to;
      await deliverCall(this.#delivery, this.#records.slice(this.#sent, to));
      this.#mark(to);
    }
  }

  #mark(to: number): void {
    this.#journal.append({ type: 'sent', to });
    this.#sent = this.#sending = to;
  }
}

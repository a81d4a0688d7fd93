/** A run's journal: what was logged, on this machine's disk before anything is sent, so that a process that dies loses nothing. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalRecord, LoggedRecord, OpenRecord } from './journal-record.ts';
import { isAlive, processStart } from './process-start.ts';

const JOURNAL_FILE = 'journal.jsonl';

/** A loop that never yields still has its records on disk after this many milliseconds. */
const SYNC_MS = 100;

/** What a journal says. */
export interface JournalContent {
  readonly open: OpenRecord;
  readonly logged: readonly LoggedRecord[];
  /** How many of `logged` are delivered. */
  readonly sent: number;
  /** How many of `logged` may be, when that is more: the process died while it sent. */
  readonly sending: number;
}

/** The content of a journal's folder; undefined when its process died before the first record was whole. */
export const readJournal = (dir: string): JournalContent | undefined => {
  const file = join(dir, JOURNAL_FILE);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop(); // nothing, or a record that was cut in two and that nobody was told is kept
  const logged: LoggedRecord[] = [];
  let open: OpenRecord | undefined;
  let [sent, sending] = [0, 0];
  for (const line of lines) {
    const record = JSON.parse(line) as JournalRecord;
    if (record.type === 'open') open = record;
    else if (!('to' in record)) logged.push(record);
    else if (record.type === 'sent') sent = record.to;
    else sending = record.to;
  }
  return open && { open, logged, sent, sending };
};

const syncFolder = (dir: string): void => {
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** Journals that this process has open. */
const openDirs = new Set<string>();

const CLAIM = /\.by-(\d+)-(\d*)$/;

/** Whether a process writes to the journal, or delivers it: its owner is who claimed it last. */
export const isInUse = (dir: string, { open }: JournalContent): boolean => {
  if (openDirs.has(dir)) return true;
  const [, pid, started] = CLAIM.exec(dir) ?? [];
  const owner = pid === undefined ? open.process : { pid: Number(pid), started: started! };
  return owner.pid !== process.pid && isAlive(owner);
};

/** Takes over a journal that nobody uses; undefined when another was faster. @returns the folder, under its new name */
export const claimJournal = (dir: string): string | undefined => {
  const claimed = `${dir.replace(CLAIM, '')}.by-${process.pid}-${processStart(process.pid)}`;
  if (openDirs.has(claimed)) return undefined;
  try {
    renameSync(dir, claimed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  openDirs.add(claimed);
  return claimed;
};

/** How many bytes of the file are whole records; what follows was cut in two, and nobody was told that it is kept. */
const wholeBytes = (file: string): number => (existsSync(file) ? readFileSync(file).lastIndexOf(0x0a) + 1 : 0);

export class Journal {
  readonly #dir: string;
  readonly #fd: number;
  #syncedAt = 0;
  #dirty = false;
  #files = 0;
  #bytes: number;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const file = join(dir, JOURNAL_FILE);
    this.#bytes = wholeBytes(file);
    this.#fd = openSync(file, 'a', 0o600);
    ftruncateSync(this.#fd, this.#bytes);
    openDirs.add(dir);
    syncFolder(dirname(dir));
    syncFolder(dir);
  }

  /** When it returns, the record outlives this process; it outlives the machine a moment later, or after {@link sync}. */
  append(record: JournalRecord): void {
    this.#write(Buffer.from(`${JSON.stringify(record)}\n`));
    if (!this.#dirty) setImmediate(() => this.#dirty && this.sync());
    this.#dirty = true;
    if (performance.now() - this.#syncedAt > SYNC_MS) this.sync();
  }

  /** All of the line or nothing: what a full disk cut off would spoil the next record. */
  #write(line: Buffer): void {
    try {
      for (let written = 0; written < line.length;) written += writeSync(this.#fd, line, written);
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes);
      throw error;
    }
    this.#bytes += line.length;
  }

  /** Keeps a file's bytes as they are now: a path to copy, or the content. */
  keep(content: string | Uint8Array | { readonly path: string }): string {
    const name = `file-${(this.#files += 1)}`;
    const target = join(this.#dir, name);
    if (typeof content === 'object' && 'path' in content) copyFileSync(content.path, target);
    else writeFileSync(target, content);
    const fd = openSync(target, 'r');
    fdatasyncSync(fd);
    closeSync(fd);
    syncFolder(this.#dir);
    return name;
  }

  sync(): void {
    this.#dirty = false;
    this.#syncedAt = performance.now();
    fdatasyncSync(this.#fd);
  }

  /** Closes the file; everything was delivered when `done`, and the journal goes. */
  end(done: boolean): void {
    if (this.#dirty) this.sync();
    closeSync(this.#fd);
    openDirs.delete(this.#dir);
    if (done) rmSync(this.#dir, { recursive: true, force: true });
  }
}

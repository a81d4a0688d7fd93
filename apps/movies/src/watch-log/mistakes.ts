/** What is wrong with a folder of ratings: every mistake, up to a bound, in one error. */

export interface Mistake {
  file: string;
  /** Counted from 1, as editors do; absent when the mistake is the file's own. */
  line?: number;
  got: string;
  expected: string;
}

/** How many mistakes are kept and shown; the rest is counted. */
export const shownMistakes = 20;

/** The ratings cannot be read. `mistakes` holds the first 20 of `count`. */
export class WatchLogError extends Error {
  override readonly name = 'WatchLogError';
  readonly code = 'WATCH_LOG_UNREADABLE';
  readonly mistakes: readonly Mistake[];
  readonly count: number;

  constructor(mistakes: readonly Mistake[], count: number, cause?: unknown) {
    super(message(mistakes, count), cause === undefined ? undefined : { cause });
    this.mistakes = mistakes;
    this.count = count;
  }
}

/** Gathers mistakes while a file is read; memory stays bounded however many there are. */
export class MistakeList {
  readonly first: Mistake[] = [];
  count = 0;

  add(mistake: Mistake): void {
    this.count += 1;
    if (this.first.length < shownMistakes) this.first.push({ ...mistake, got: shorten(mistake.got) });
  }

  /** @throws WatchLogError when there is any mistake. */
  throwIfAny(): void {
    if (this.count > 0) throw new WatchLogError(this.first, this.count);
  }
}

function message(mistakes: readonly Mistake[], count: number): string {
  const lines = mistakes.map(
    ({ file, line, got, expected }) => `  ${file}${line === undefined ? '' : `:${line}`}: ${got}; expected ${expected}`,
  );
  const rest = count - mistakes.length;
  return [
    `The ratings cannot be read: ${count} ${count === 1 ? 'mistake' : 'mistakes'}.`,
    ...lines,
    ...(rest > 0 ? [`  ... and ${rest} more`] : []),
    'A MovieLens folder holds ratings.csv (userId,movieId,rating,timestamp) and movies.csv (movieId,title,genres).',
  ].join('\n');
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

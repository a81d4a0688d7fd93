/** Our errors: they instruct. A stable code, what is wrong in the caller's words, what was got, what is allowed, the remedy. */

/** One of several things that are wrong with an input. */
export interface Mistake {
  /** Where, e.g. `serve.endpoint.instanceType`. */
  readonly path: string;
  readonly message: string;
  readonly got?: unknown;
  readonly allowed?: readonly string[];
  readonly remedy?: string;
}

export interface GradusErrorFields {
  readonly code: string;
  /** What is wrong, in the caller's words. */
  readonly message: string;
  /** The value that was given. */
  readonly got?: unknown;
  /** The values that would do. */
  readonly allowed?: readonly string[] | undefined;
  /** What to do now: a command or an edit. */
  readonly remedy?: string | undefined;
  /** Every mistake at once, where an input has several. */
  readonly mistakes?: readonly Mistake[];
  readonly cause?: unknown;
}

const BRAND = Symbol.for('gradus.error');

/** An error that tells its reader what to do. Compare `code`, never the text. */
export class GradusError extends Error {
  override readonly name = 'GradusError';
  readonly code: string;
  readonly got?: unknown;
  readonly allowed?: readonly string[];
  readonly remedy?: string;
  readonly mistakes?: readonly Mistake[];
  readonly [BRAND] = true;

  constructor(fields: GradusErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    if ('got' in fields) this.got = fields.got;
    if (fields.allowed) this.allowed = fields.allowed;
    if (fields.remedy) this.remedy = fields.remedy;
    if (fields.mistakes) this.mistakes = fields.mistakes;
  }
}

/** True for a GradusError of any copy of this module: a `model.ts` is bundled with a copy of its own. */
export const isGradusError = (error: unknown): error is GradusError =>
  error instanceof Error && (error as { [BRAND]?: unknown })[BRAND] === true;

/** Codes of one package, each with what it means; `docs/errors.md` lists them. */
export type ErrorCodes = Readonly<Record<Uppercase<string>, string>>;

/**
 * Makes the errors of one package: its catalogue, and how to make one of it, so that a code that is in no catalogue does
 * not compile. Every package keeps it in `src/errors.ts` under the export `errors`.
 */
export const errorCatalogue = <const Codes extends ErrorCodes>(codes: Codes) => ({
  codes,
  make: (code: keyof Codes & string, message: string, fields: Omit<GradusErrorFields, 'code' | 'message'> = {}) =>
    new GradusError({ ...fields, code, message }),
});

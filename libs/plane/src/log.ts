/** Where the plane writes what its operator should know; a pino logger fits. */

export interface PlaneLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One line of JSON per message, faults only, on standard error. */
export const stderrLog: PlaneLog = {
  info: () => undefined,
  error: (fields, message) => {
    process.stderr.write(`${JSON.stringify({ level: 'error', time: new Date().toISOString(), message, ...fields })}\n`);
  },
};

/** The fields of an error that help to find it. */
export const errorFields = (error: unknown): { error: string; code?: unknown } => {
  const { code } = error as { code?: unknown };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { error: text, ...(code === undefined ? {} : { code }) };
};

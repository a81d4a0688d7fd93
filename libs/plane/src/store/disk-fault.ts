/** Of the disk, not of who wrote: a full one, or one that fails. */
export const isDiskFault = (error: unknown): boolean =>
  /^SQLITE_(?:FULL|IOERR)/.test(String((error as { code?: unknown } | null)?.code));

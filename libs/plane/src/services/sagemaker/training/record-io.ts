/**
 * RecordIO as SageMaker wraps objects in it: a magic number, the length, the bytes, zeros up to a multiple of four.
 * Source: MXNet's and dmlc-core's description of the format; each record is whole (its upper three bits are 0).
 */

const MAGIC = 0xced7230a;

/** The eight bytes before a record of so many bytes. */
export const recordHeader = (length: number): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(length, 4);
  return header;
};

/** Zeros after a record of so many bytes: none to three. */
export const recordPadding = (length: number): number => (4 - (length % 4)) % 4;

/** The length has 29 bits. */
export const LONGEST_RECORD = 2 ** 29 - 1;

/** The Range header of GetObject, HeadObject and UploadPartCopy: a single range of bytes. */
import { invalidArgument, invalidRange } from './errors.ts';

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of an object of `size` bytes that `header` asks for. Undefined for what S3 answers with the whole object: a
 * malformed header, another unit, several ranges.
 * @throws InvalidRange when no byte of the object lies in it
 */
export const parseRange = (header: string, size: number): ByteRange | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(header, size);
    return { start: size - length, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(header, size);
  return { start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
};

export const contentRange = ({ start, end }: ByteRange, size: number): string => `bytes ${start}-${end - 1}/${size}`;

/**
 * UploadPartCopy's range: both ends, within the source.
 * @throws InvalidArgument
 */
export const parseCopyRange = (header: string, size: number): ByteRange => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (Number(last) >= size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  }
  return { start: Number(first), end: Number(last) + 1 };
};

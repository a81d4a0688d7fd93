/** Part numbers: 1 to 10,000. */
import { invalidArgument } from './errors.ts';

export const MAX_PARTS = 10_000;

/** @throws InvalidArgument */
export const checkPartNumber = (number: number): void => {
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  }
};

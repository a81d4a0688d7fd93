/** Values of options: one of a list, or a whole number. */
import { didYouMean } from '@gradus/core';
import { errors } from './errors.ts';

/** @throws GradusError USAGE_OPTION with the near match and the list */
export const oneOf = <const Choice extends string>(
  option: string,
  value: string,
  choices: readonly Choice[],
): Choice => {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw errors.make('USAGE_OPTION', `${option} cannot be ${JSON.stringify(value)}`, {
    got: value,
    allowed: choices,
    remedy: didYouMean(value, choices),
  });
};

/** @throws GradusError USAGE_OPTION */
export const wholeNumber = (option: string, value: string, most: number): number => {
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && number >= 1 && number <= most) return number;
  throw errors.make('USAGE_OPTION', `${option} cannot be ${JSON.stringify(value)}`, {
    got: value,
    allowed: [`a whole number from 1 to ${most}`],
  });
};

/** @throws GradusError USAGE_OPTION */
export const shareOf = (option: string, value: string): number => {
  const share = Number(value);
  if (value.trim() !== '' && share > 0 && share <= 1) return share;
  const percents = Number(value.replace(/%$/, '')) / 100;
  throw errors.make('USAGE_OPTION', `${option} cannot be ${JSON.stringify(value)}`, {
    got: value,
    allowed: ['above 0 and at most 1'],
    ...(percents > 0 && percents <= 1 && { remedy: `Did you mean "${percents}"?` }),
  });
};

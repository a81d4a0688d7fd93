/** The rules of a function's tags. */
import { invalidParameter } from './errors.ts';

const MOST_TAGS = 50;

/** @source unverified - the texts */
export const checkTags = (tags: Readonly<Record<string, string>>): void => {
  const keys = Object.keys(tags);
  if (keys.length > MOST_TAGS) throw invalidParameter(`The number of tags exceeds the limit of ${MOST_TAGS}.`);
  for (const [key, value] of Object.entries(tags)) {
    if (key.length === 0 || key.length > 128 || value.length > 256 || key.startsWith('aws:')) {
      throw invalidParameter(`Invalid tag: ${key}`);
    }
  }
};

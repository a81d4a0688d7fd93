/** Made-up movie titles: some are parts of a saga, so that lists read as lists do. */
import type { Random } from './random.ts';

export const genres = [
  'Action',
  'Adventure',
  'Animation',
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Horror',
  'Mystery',
  'Romance',
  'Thriller',
] as const;

const adjectives =
  'Silent,Crimson,Last,Hidden,Golden,Broken,Distant,Electric,Forgotten,Midnight,Hollow,Restless,Velvet,Frozen,Burning,Gentle,Paper,Iron,Wandering,Second,Lunar,Emerald,Secret,Bitter,Savage,Quiet,Northern,Painted,Stolen,Endless'.split(
    ',',
  );
const nouns =
  'Harbour,Garden,Empire,Letter,Signal,Orchard,Machine,Kingdom,Summer,Detective,Voyage,Lighthouse,Circus,Promise,Station,River,Shadow,Carnival,Meridian,Crown,Witness,Monsoon,Sparrow,Library,Frontier,Masquerade,Comet,Labyrinth,Satellite,Tide'.split(
    ',',
  );
const numerals = ['', ' II', ' III', ' IV', ' V'];

/** A name that `used` does not hold yet, such as "The Silent Harbour"; it is added to `used`. */
export function makeName(random: Random, used: Set<string>): string {
  for (;;) {
    const adjective = random.pick(adjectives);
    const [noun, other] = [random.pick(nouns), random.pick(nouns)];
    const plain = `The ${adjective} ${noun}`;
    const name = used.has(plain) && other !== noun ? `${adjective} ${noun} of the ${other}` : plain;
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}

/** The title of part `part` (0 is the first) of the saga `name`, released in `year`. */
export function sagaTitle(name: string, part: number, year: number): string {
  return `${name}${numerals[part] ?? ` ${part + 1}`} (${year})`;
}

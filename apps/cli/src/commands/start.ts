/** `gradus start`: Level 0 from end to end on a sample model, explained step by step. */
import { didYouMean } from '@gradus/core';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

interface StartOptions {
  readonly tour: string;
  readonly model?: string;
  readonly ratings?: string;
  readonly data?: string;
}

const TOURS = ['level-0'];

const oneOf = (option: string, got: string, allowed: readonly string[]): string => {
  if (allowed.includes(got)) return got;
  const remedy = didYouMean(got, allowed) ?? 'Name one of these.';
  throw errors.make('USAGE_OPTION', `${option} cannot be "${got}"`, { got, allowed, remedy });
};

export const start: Verb<StartOptions> = {
  name: 'start',
  summary: 'take a sample model from its notebook to a served prediction',
  examples: [
    'gradus start',
    'gradus start --ratings ./ml-latest-small',
    'gradus start --tour level-0 --model abalone',
    'gradus start --model abalone --data ./uci-abalone',
  ],
  define: (command) =>
    void command
      .option('--tour <level>', 'how far: level-0', 'level-0')
      .option('--model <name>', 'the sample: movies (TypeScript) or abalone (Python)')
      .option('--data <folder>', 'a folder of data to train on, instead of made-up data')
      .option('--ratings <folder>', 'the same for movies: a MovieLens folder'),
  async run(context, _args, { tour, model = 'movies', ratings, data }) {
    oneOf('--tour', tour, TOURS);
    const { SAMPLES } = await import('../tours/samples.ts');
    const name = oneOf('--model', model, Object.keys(SAMPLES));
    if (ratings !== undefined && name !== 'movies') {
      const remedy = 'Give the folder as --data.';
      throw errors.make('USAGE_OPTION', '--ratings is data of movies', { got: ratings, remedy });
    }
    const { levelZeroTour } = await import('../tours/level-0-tour.ts');
    await levelZeroTour(context, name, data ?? ratings);
  },
};

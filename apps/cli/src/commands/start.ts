/** `gradus start`: a tour from end to end on a sample model, explained step by step: Level 0, or features and recommendations. */
import { didYouMean } from '@gradus/core';
import { errors } from '../errors.ts';
import type { Verb } from '../verb.ts';

interface StartOptions {
  readonly tour: string;
  readonly model?: string;
  readonly ratings?: string;
  readonly data?: string;
}

const TOURS = ['level-0', 'features'];

const oneOf = (option: string, got: string, allowed: readonly string[]): string => {
  if (allowed.includes(got)) return got;
  const remedy = didYouMean(got, allowed) ?? 'Name one of these.';
  throw errors.make('USAGE_OPTION', `${option} cannot be "${got}"`, { got, allowed, remedy });
};

export const start: Verb<StartOptions> = {
  name: 'start',
  summary: 'take a sample model from its notebook to a served prediction, or from features to recommendations',
  examples: [
    'gradus start',
    'gradus start --ratings ./ml-latest-small',
    'gradus start --tour features',
    'gradus start --tour level-0 --model abalone',
    'gradus start --model abalone --data ./uci-abalone',
  ],
  define: (command) =>
    void command
      .option('--tour <name>', 'level-0: notebook to prediction; features: feature store to recommendations', 'level-0')
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
    if (tour === 'features') {
      if (name !== 'movies') {
        const remedy = 'Take movies, or the tour level-0.';
        throw errors.make('USAGE_OPTION', `${name} declares no features`, { got: name, allowed: ['movies'], remedy });
      }
      const { featuresTour } = await import('../tours/features-tour.ts');
      await featuresTour(context, data ?? ratings);
      return;
    }
    const { levelZeroTour } = await import('../tours/level-0-tour.ts');
    await levelZeroTour(context, name, data ?? ratings);
  },
};

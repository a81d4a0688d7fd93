/** `gradus start`: Level 0 from end to end on the sample model, explained step by step. */
import type { Verb } from '../verb.ts';

export const start: Verb<{ ratings?: string }> = {
  name: 'start',
  summary: 'take the sample model from its notebook to a served prediction',
  examples: ['gradus start', 'gradus start --ratings ./ml-latest-small'],
  define: (command) =>
    void command.option('--ratings <folder>', 'a MovieLens folder to train on, instead of made-up data'),
  async run(context, _args, { ratings }) {
    const { levelZeroTour } = await import('../tours/level-0-tour.ts');
    await levelZeroTour(context, ratings);
  },
};

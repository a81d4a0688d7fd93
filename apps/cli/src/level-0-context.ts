/** What the verbs of Level 0 are given, from what a verb of the command line has at hand. */
import type { Level0Context } from '@gradus/level-0';
import type { Context } from './context.ts';

export const level0Context = async (context: Context): Promise<Level0Context> => ({
  environment: await context.environment(),
  clients: await context.clients(),
  workspace: await context.workspace(),
});

/** The verbs, in the order of `gradus --help`. */
import type { AnyVerb } from '../verb.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { logs } from './logs.ts';
import { status } from './status.ts';
import { up } from './up.ts';

export const verbs: readonly AnyVerb[] = [up, down, status, env, logs];

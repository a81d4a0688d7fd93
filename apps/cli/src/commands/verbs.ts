/** The verbs, in the order of `gradus --help`. */
import type { AnyVerb } from '../verb.ts';
import { alias } from './alias.ts';
import { card } from './card.ts';
import { compare } from './compare.ts';
import { approve, reject } from './decide.ts';
import { deploy } from './deploy.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { history } from './history.ts';
import { logs } from './logs.ts';
import { model } from './model.ts';
import { notebook } from './notebook.ts';
import { predict } from './predict.ts';
import { publish } from './publish.ts';
import { register } from './register.ts';
import { roles } from './roles.ts';
import { show } from './show.ts';
import { stage } from './stage.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { up } from './up.ts';
import { versions } from './versions.ts';

export const verbs: readonly AnyVerb[] = [
  start,
  model,
  notebook,
  publish,
  register,
  versions,
  show,
  compare,
  history,
  card,
  approve,
  reject,
  stage,
  alias,
  deploy,
  predict,
  up,
  down,
  status,
  roles,
  env,
  logs,
];

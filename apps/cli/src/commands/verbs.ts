/** The verbs, in the groups and the order of `gradus --help`. */
import type { AnyVerb } from '../verb.ts';
import { alias } from './alias.ts';
import { assess } from './assess.ts';
import { attest } from './attest.ts';
import { card } from './card.ts';
import { compare } from './compare.ts';
import { compareData } from './compare-data.ts';
import { dataVersions } from './data-versions.ts';
import { approve, reject } from './decide.ts';
import { deploy } from './deploy.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { experiments } from './experiments.ts';
import { features } from './features.ts';
import { history } from './history.ts';
import { ingest } from './ingest.ts';
import { lineage } from './lineage.ts';
import { logs } from './logs.ts';
import { model } from './model.ts';
import { notebook } from './notebook.ts';
import { online } from './online.ts';
import { predict } from './predict.ts';
import { publish } from './publish.ts';
import { recommend } from './recommend.ts';
import { recommended } from './recommended.ts';
import { register } from './register.ts';
import { roles } from './roles.ts';
import { runs } from './runs.ts';
import { serveRecommendations } from './serve-recommendations.ts';
import { show } from './show.ts';
import { stage } from './stage.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { rollbackData, switchData } from './switch-data.ts';
import { trainingSet } from './training-set.ts';
import { up } from './up.ts';
import { versions } from './versions.ts';
import { writeRecommendations } from './write-recommendations.ts';

export interface VerbGroup {
  readonly title: string;
  readonly verbs: readonly AnyVerb[];
}

export const verbGroups: readonly VerbGroup[] = [
  { title: 'Begin', verbs: [start, model] },
  { title: 'Features', verbs: [features, ingest, online, trainingSet] },
  { title: 'Train and register', verbs: [notebook, publish, register] },
  { title: 'Look', verbs: [versions, show, compare, lineage, history, card, experiments, runs, assess, logs] },
  { title: 'Decide', verbs: [approve, reject, stage, alias, attest] },
  { title: 'Serve', verbs: [deploy, predict] },
  {
    title: 'Recommendations',
    verbs: [
      writeRecommendations,
      serveRecommendations,
      recommend,
      dataVersions,
      compareData,
      switchData,
      rollbackData,
      recommended,
    ],
  },
  { title: 'The plane, AWS on this machine', verbs: [up, down, status, env, roles] },
];

/** The second half of the tour of features: two data versions inferred and written, served, compared, tried, switched and taken back. */
import { join, relative } from 'node:path';
import { compareDataVersions, rollbackData, switchData, tryData, versionFor } from '@gradus/serving/recommendations';
import { comparisonText } from '../../recommendations/data-version-text.ts';
import { servedNow } from '../../recommendations/served-text.ts';
import type { MovieTasks, Ranker } from './movie-tasks.ts';
import * as serving from './serving-steps.ts';

/** A user of both logs, and one of neither. */
export const USER = '42';
const NOBODY = '999999999';
const SHARE = 0.2;

export interface RecommendationsTour extends serving.ServingTour {
  readonly tasks: MovieTasks;
  readonly folder: string;
  /** Movies for each user. */
  readonly limit: number;
  readonly ranker: Ranker;
  readonly step: (title: string, command: string) => void;
  /** Makes the rows of batch inference, with their features. */
  readonly candidates: () => Promise<{ readonly file: string }>;
}

/** Infers and writes the two versions: the first stage's order, and that of the ranker. */
const writeVersions = async (tour: RecommendationsTour, versions: readonly [string, string]) => {
  const { tasks, log, folder, limit, ranker } = tour;
  const { file: rows } = await tour.candidates();
  const written = [];
  for (const version of versions) {
    const output = join(folder, `inference-${version}.ndjson`);
    await tasks.inference(log, { rows, output, limit, ...(version === versions[1] && { ranker }) });
    const parameters = { serve_data_version: version, serve_contents_limit: limit };
    const processed = await tasks.postprocess(output, folder, parameters);
    written.push({ ...processed, ...(await serving.writeVersion(tour, processed)) });
  }
  return written;
};

/** @throws GradusError whatever the libraries throw */
export const serveRecommendations = async (tour: RecommendationsTour) => {
  const { context, loaded, where, log, folder, step } = tour;
  const { output, signal } = context;
  const { model } = loaded;
  const versions = await serving.freeVersions(tour);
  const [first, second] = versions;

  step(
    `Infer: the best movies of each user, without the features (version ${first}) and with them (version ${second})`,
    `gradus write-recommendations ${model.name} ${first} ${relative(process.cwd(), join(folder, `recommendations-${first}.ndjson`))}`,
  );
  const written = await writeVersions(tour, versions);
  const { ttl } = written[0]!;

  step(
    `Serve: table, function and HTTP API, and version ${first} to all`,
    `gradus serve-recommendations ${model.name}`,
  );
  output.tell(servedNow(await switchData(model, first, where, { why: 'a first version', ttl })));
  const api = await serving.deployApi(tour);

  step('Recommend: asked of the API, as an application asks it', `gradus recommend ${model.name} --user ${USER}`);
  const { answer: known } = await serving.askUntil(tour, api.url, USER, first);
  const unknown = await serving.ask(tour, api.url, NOBODY);
  for (const answer of [known, unknown]) output.tell(serving.answerText(answer, log));

  step(`Compare: how much version ${second} would change`, `gradus compare-data ${model.name} ${first} ${second}`);
  const comparison = await compareDataVersions(model, first, second, where, { signal });
  output.tell(comparisonText(first, second, { ...comparison, mostChanged: [] }, output.paint));

  step(
    `Try version ${second} on a share of the users, the same ones every time`,
    `gradus switch-data ${model.name} ${second} --share ${SHARE} --why "…"`,
  );
  const trial = await tryData(model, second, SHARE, where, { why: 'a trial', ttl });
  const users = [...new Set(log.user_id)].map(String);
  const trying = users.filter((user) => versionFor(trial, user) === second).length;
  output.tell(`${servedNow(trial)} That is ${trying} of ${users.length}.`);

  step(`Switch: version ${second} to all, in one write`, `gradus switch-data ${model.name} ${second} --why "…"`);
  output.tell(servedNow(await switchData(model, second, where, { why: 'the trial went well', ttl })));
  const seen = await serving.askUntil(tour, api.url, USER, second);
  output.tell(
    `${serving.answerText(seen.answer, log)}\nseen through the API ${seen.seconds.toFixed(1)} s after the switch`,
  );

  step(`Roll back: version ${first} again`, `gradus rollback-data ${model.name} --why "…"`);
  const pointer = await rollbackData(model, where, { why: 'to show that it can be' });
  output.tell(servedNow(pointer));

  return {
    versions: written.map(({ version, rows, digest, file }) => ({ version, rows, digest, file })),
    api,
    recommendations: { known, unknown, switched: seen.answer },
    comparison,
    trial: { share: SHARE, users: trying },
    served: pointer.stable,
  };
};

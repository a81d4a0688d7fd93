/** Serves the recommender: what a user may like next, or what is popular for a user whom nobody knows. */
import { loadModel, type MovieModel } from './train/model-files.ts';
import { byScore, scoreItems } from './train/recommender.ts';

export interface Request {
  /** As in the watch log; digits in a string mean the same user. */
  user_id: number | string;
  /** How many movies, 1 to 100; 10 when absent. */
  limit?: number;
}

export interface Recommendation {
  content_id: number;
  /** Absent when the training data names no title. */
  title?: string;
  /** Known user: nearness to what the user watched last. Unknown: the share of users who watched the movie. */
  score: number;
}

export interface Response {
  user_id: number | string;
  /** Whether the training data holds a history of the user. */
  known: boolean;
  /** Best first. */
  items: Recommendation[];
}

/** What `load` returns: the model, with what every request needs made once. */
export interface LoadedModel extends MovieModel {
  userIndex: Map<number, number>;
  /** Item indices, most popular first. */
  popular: Uint32Array;
  /** Reused by every request: predictions are synchronous, one after the other. */
  scores: Float64Array;
}

const DEFAULT_LIMIT = 10;
const LARGEST_LIMIT = 100;

/**
 * Loads the files that training left in `modelDir`.
 * @throws Error when one is missing or damaged.
 */
export function load(modelDir: string): LoadedModel {
  return prepareModel(loadModel(modelDir));
}

/** Makes a model, fresh from training or from its files, ready to predict. */
export function prepareModel(model: MovieModel): LoadedModel {
  const { users, items, popularity } = model.recommender.data;
  const userIndex = new Map(Array.from(users, (id, index) => [id, index]));
  const popular = Uint32Array.from(items.keys()).sort((a, b) => popularity[b]! - popularity[a]! || a - b);
  return { ...model, userIndex, popular, scores: new Float64Array(items.length) };
}

/**
 * The best `limit` movies: for a known user those not watched yet, for an unknown user the popular ones.
 * @throws TypeError when `input` is not a `Request`.
 */
export function predict(input: unknown, model: LoadedModel): Response {
  const { user_id, limit = DEFAULT_LIMIT } = checkRequest(input);
  const user = model.userIndex.get(Number(user_id));
  const { data } = model.recommender;
  if (user === undefined) {
    const everyone = Math.max(1, data.users.length);
    const items = [...model.popular.subarray(0, limit)].map((item) =>
      describe(model, item, data.popularity[item]! / everyone),
    );
    return { user_id, known: false, items };
  }
  const scores = scoreItems(model.recommender, user, model.scores);
  const seen = new Set(data.item.subarray(data.offsets[user], data.offsets[user + 1]));
  const unseen = model.popular.filter((item) => !seen.has(item));
  const near = unseen.filter((item) => scores[item]! > 0).sort(byScore(scores, data.popularity));
  const rest = near.length < limit ? unseen.filter((item) => scores[item] === 0) : [];
  const items = [...near.subarray(0, limit), ...rest].slice(0, limit);
  return { user_id, known: true, items: items.map((item) => describe(model, item, scores[item]!)) };
}

function describe(model: LoadedModel, item: number, score: number): Recommendation {
  const content_id = model.recommender.data.items[item]!;
  const title = model.titles.get(content_id);
  return { content_id, ...(title === undefined ? {} : { title }), score: Math.round(score * 1e6) / 1e6 };
}

function checkRequest(input: unknown): Request {
  const request = input as Partial<Request> | null;
  const { user_id, limit } = typeof request === 'object' && request !== null ? request : {};
  if (!(typeof user_id === 'number' || (typeof user_id === 'string' && user_id.trim() !== ''))) {
    throw new TypeError(`user_id is ${JSON.stringify(user_id)}; expected a number or a string that is not empty`);
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_LIMIT)) {
    throw new TypeError(`limit is ${JSON.stringify(limit)}; expected an integer from 1 to ${LARGEST_LIMIT}`);
  }
  return limit === undefined ? { user_id } : { user_id, limit };
}

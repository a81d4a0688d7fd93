/** Reads what is recommended to a user, through the HTTP API. */
import type { AwsClients, Environment } from '@gradus/aws';
import { errors } from '../errors.ts';
import { recommendationApiUrl } from './ensure-recommendation-api.ts';
import type { RecommendingModel } from './settings.ts';

export interface ReadOptions {
  /** The model's first when absent. */
  readonly type?: string;
  readonly contents?: string;
  readonly limit?: number;
  /** Where the API answers; asked of API Gateway when absent. */
  readonly url?: string;
  /** Of an answer that the caller has: if that is still right, it is not sent again. */
  readonly etag?: string;
  readonly signal?: AbortSignal;
}

export interface UserRecommendations {
  readonly user: string;
  readonly type: string;
  readonly contents: string;
  readonly dataVersion: string;
  /** `popular`: there is nothing of the user's own. */
  readonly source: 'user' | 'popular';
  /** ISO 8601. */
  readonly createdAt: string;
  readonly items: readonly { readonly contentId: string; readonly score: number }[];
}

export interface ReadContext {
  readonly clients: Pick<AwsClients, 'apiGateway'>;
  readonly environment: Pick<Environment, 'namespace'>;
}

interface Problem {
  readonly message?: string;
  readonly allowed?: readonly string[];
}

const TIMEOUT_MS = 35_000;

/**
 * What is recommended to a user now, with its entity tag; `unchanged` for the tag that was given. An API that only takes signed requests is not
 * read by this.
 * @throws GradusError RECOMMENDATION_API_MISSING, RECOMMENDATION_API_REFUSED with what the API said
 */
export const readRecommendations = async (
  model: RecommendingModel,
  user: string,
  context: ReadContext,
  options: ReadOptions = {},
): Promise<{ readonly etag: string; readonly value: UserRecommendations | 'unchanged' }> => {
  const { type, contents, limit, etag, signal } = options;
  const base = options.url ?? (await recommendationApiUrl(model, context));
  const query = new URLSearchParams({
    ...(type !== undefined && { type }),
    ...(contents !== undefined && { contents }),
    ...(limit !== undefined && { limit: String(limit) }),
  });
  const asked = query.size > 0 ? `?${query.toString()}` : '';
  const response = await fetch(`${base}/recommendations/${encodeURIComponent(user)}${asked}`, {
    headers: etag === undefined ? {} : { 'if-none-match': etag },
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
  });
  const tag = response.headers.get('etag') ?? '';
  if (response.status === 304) return { etag: tag, value: 'unchanged' };
  const body = await response.text();
  if (response.ok) return { etag: tag, value: JSON.parse(body) as UserRecommendations };
  const problem = readProblem(body);
  throw errors.make('RECOMMENDATION_API_REFUSED', problem.message ?? `the API answered ${response.status}`, {
    got: response.status,
    allowed: problem.allowed,
    ...(response.status >= 500 && { remedy: "Look into the function's log, and ask again." }),
  });
};

const readProblem = (body: string): Problem => {
  try {
    return JSON.parse(body) as Problem;
  } catch {
    return {};
  }
};

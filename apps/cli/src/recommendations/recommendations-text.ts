/** What a user is recommended as text, and why the HTTP API refused to say it. */
import { didYouMean, isGradusError, type Model } from '@gradus/core';
import type { UserRecommendations } from '@gradus/serving/recommendations';
import { errors } from '../errors.ts';
import { table, type Paint } from '../output.ts';
import { metricText, minute } from '../version-text.ts';

/** What API Gateway says of a path that is no route. */
const GATEWAY_NOT_FOUND = 'Not Found';

export const recommendationsText = (
  answer: UserRecommendations & { readonly etag: string; readonly milliseconds: number },
  paint: Paint,
): string => {
  const { user, type, contents, dataVersion, source, createdAt, items, etag, milliseconds } = answer;
  const about =
    source === 'user'
      ? `${type} ${contents} for user ${paint.strong(user)}`
      : `${type} ${contents}: nothing of user ${paint.strong(user)}, so ${paint.strong('what is popular')}`;
  const ranked = items.map(({ contentId, score }, rank) => [String(rank + 1), contentId, metricText(score)]);
  return [
    about,
    paint.faint(`data version ${dataVersion} of ${minute(new Date(createdAt))}, in ${milliseconds} ms, etag ${etag}`),
    '',
    table([['RANK', 'CONTENT', 'SCORE'], ...ranked]),
  ].join('\n');
};

interface Asked {
  readonly url: string;
  readonly type?: string;
  readonly contents?: string;
}

/** The error of a read in the words of the command line: wrong usage where the API calls the request wrong. */
export const explainRefusal = (error: unknown, { name, serve }: Model, asked: Asked): unknown => {
  if (isUnreachable(error)) {
    return errors.make('RECOMMENDATION_API_UNREACHABLE', `nothing answers at ${asked.url}`, {
      remedy: `Ask for the address: gradus serve-recommendations ${name}`,
      cause: error,
    });
  }
  if (!isGradusError(error) || error.code !== 'RECOMMENDATION_API_REFUSED') return error;
  const { message, allowed, got: status, cause } = error;
  if (status === 400) {
    const near = [asked.type, asked.contents].flatMap((given) => didYouMean(given ?? '', allowed ?? []) ?? []);
    return errors.make('USAGE_OPTION', message, { got: `${status} Bad Request`, allowed, remedy: near[0], cause });
  }
  const remedy = remedyOf(status, message, name, serve);
  return errors.make('RECOMMENDATION_API_ANSWER', `the API answered ${String(status)}: ${message}`, {
    allowed,
    remedy,
    cause,
  });
};

const remedyOf = (
  status: unknown,
  message: string,
  name: string,
  { recommendations }: Model['serve'],
): string | undefined => {
  if (status === 403 && recommendations?.api.auth === 'iam')
    return 'It takes signed requests only (api.auth: iam): sign them.';
  if (status === 404 && message !== GATEWAY_NOT_FOUND)
    return `Write rows of that type and contents, with popular ones: gradus data-versions ${name}`;
  if (status === 503)
    return `Serve a data version: gradus data-versions ${name}, then gradus switch-data ${name} <version> --why "…"`;
  if (status === 429) return 'More requests came than api.throttle lets through: ask again.';
  return Number(status) >= 500 ? `See what the function logged: /aws/lambda/… of CloudWatch Logs.` : undefined;
};

/** What `fetch` throws when there is nobody. */
const isUnreachable = (error: unknown): boolean => error instanceof TypeError && error.message === 'fetch failed';

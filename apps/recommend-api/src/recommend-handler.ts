/** The handler: checks the request, reads what is served, answers, and writes one line about it. */
import type { ApiAnswer, ApiEvent } from './api-event.ts';
import { answerNothing, answerRefusal, answerUnavailable, answerValue } from './api-answer.ts';
import { parseRequest } from './api-request.ts';
import type { ApiSettings } from './api-settings.ts';
import type { Clocks, Found, RecommendationReader } from './recommendation-reader.ts';
import { requestLine } from './request-log.ts';

export interface HandlerParts {
  readonly settings: ApiSettings;
  readonly reader: RecommendationReader;
  readonly clocks: Clocks;
  readonly write: (line: string) => void;
}

/** What DynamoDB says when it is busy or does not answer in time; anything else is a bug, and the function fails. */
const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'TimeoutError',
  'AbortError',
]);

const isPassing = (error: unknown): boolean =>
  error instanceof Error &&
  (PASSING.has(error.name) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? ''));

export const recommendHandler = ({ settings, reader, clocks, write }: HandlerParts) => {
  let coldStart = true;
  const answer = async (event: ApiEvent): Promise<{ answer: ApiAnswer; found?: Found }> => {
    const asked = parseRequest(event, settings);
    if ('statusCode' in asked) return { answer: answerRefusal(asked) };
    const found = await reader.find(asked);
    if (found === 'nothing-served') {
      return { answer: answerUnavailable(`no data version of ${settings.model} is served yet`) };
    }
    if (!found) {
      const message = `data of ${settings.model} has nothing of type ${asked.type} and contents ${asked.contents}`;
      return { answer: answerNothing(message) };
    }
    const value = {
      user: asked.user,
      type: asked.type,
      contents: asked.contents,
      dataVersion: found.version,
      source: found.source,
      createdAt: found.createdAt,
      items: found.items.slice(0, asked.limit).map(({ ContentID, Score }) => ({ contentId: ContentID, score: Score })),
    };
    const { method } = event.requestContext.http;
    return { answer: answerValue(value, method, event.headers?.['if-none-match']), found };
  };
  return async (event: ApiEvent): Promise<ApiAnswer> => {
    const began = clocks.elapsed();
    const log = (status: number, more: { found?: Found | undefined; error?: Error }): void => {
      const { requestId, http } = event.requestContext;
      const record = {
        requestId,
        method: http.method,
        path: event.rawPath,
        status,
        latencyMs: clocks.elapsed() - began,
        coldStart,
        ...(more.found && { dataVersion: more.found.version, source: more.found.source }),
        ...(more.error && { error: more.error }),
      };
      coldStart = false;
      write(requestLine(record, settings, clocks.now()));
    };
    try {
      const { answer: given, found } = await answer(event);
      log(given.statusCode, { found });
      return given;
    } catch (error) {
      log(isPassing(error) ? 503 : 500, { error: error instanceof Error ? error : new Error(String(error)) });
      if (!isPassing(error)) throw error;
      return answerUnavailable('the recommendations cannot be read now');
    }
  };
};

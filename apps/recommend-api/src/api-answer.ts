/** Answers of the API: JSON, with an entity tag that lets a client keep what it has. */
import { createHash } from 'node:crypto';
import type { ApiAnswer } from './api-event.ts';
import type { Refusal } from './api-request.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
const matches = (asked: string | undefined, tag: string): boolean =>
  asked !== undefined &&
  asked.split(',').some((each) => {
    const given = each.trim();
    return given === '*' || given.replace(/^W\//, '') === tag;
  });

/** 200 with the value, or 304 when the client has it. */
export const answerValue = (value: object, method: string, ifNoneMatch: string | undefined): ApiAnswer => {
  const body = JSON.stringify(value);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache' };
  if (matches(ifNoneMatch, etag)) return { statusCode: 304, headers };
  return { statusCode: 200, headers: { ...JSON_TYPE, ...headers }, ...(method !== 'HEAD' && { body }) };
};

export const answerRefusal = ({ statusCode, message, allowed }: Refusal): ApiAnswer => ({
  statusCode,
  headers: { ...JSON_TYPE, 'cache-control': 'no-store', ...(statusCode === 405 && { allow: allowed!.join(', ') }) },
  body: JSON.stringify({ message, ...(allowed && { allowed }) }),
});

/** What the service cannot do now. */
export const answerUnavailable = (message: string): ApiAnswer => ({
  statusCode: 503,
  headers: { ...JSON_TYPE, 'cache-control': 'no-store', 'retry-after': '1' },
  body: JSON.stringify({ message }),
});

/** What is not there for anybody. */
export const answerNothing = (message: string): ApiAnswer => ({
  statusCode: 404,
  headers: { ...JSON_TYPE, 'cache-control': 'no-store' },
  body: JSON.stringify({ message }),
});

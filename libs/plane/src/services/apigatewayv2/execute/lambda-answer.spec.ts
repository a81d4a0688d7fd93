import { describe, expect, it } from 'vitest';
import { lambdaAnswer } from './lambda-answer.ts';

const json = { 'content-type': 'application/json' };
const error = { status: 500, headers: json, body: '{"message":"Internal Server Error"}' };

describe('lambdaAnswer', () => {
  it.each([
    ['an object', '{"a":1}', '{"a":1}'],
    ['a text', '"Hello"', 'Hello'],
    ['a list', '[1,2]', '[1,2]'],
    ['a number', '7', '7'],
    ['null', 'null', 'null'],
  ])('takes %s without a status code for the body of a 200', (_, payload, body) => {
    expect(lambdaAnswer(payload)).toEqual({ status: 200, headers: json, body });
  });

  it('takes status, headers, cookies and body', () => {
    const answer = {
      ...{ statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Count': 3, ok: true }, body: '<p>' },
      cookies: ['a=1; Secure', 'b=2'],
    };
    expect(lambdaAnswer(JSON.stringify(answer))).toEqual({
      status: 201,
      headers: { 'content-type': 'text/html', 'x-count': '3', ok: 'true', 'set-cookie': ['a=1; Secure', 'b=2'] },
      body: '<p>',
    });
    expect(lambdaAnswer('{"statusCode":"204"}')).toMatchObject({
      ...{ status: 204, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: '' },
    });
  });

  it('decodes a body that is base64', () => {
    const bytes = Buffer.from([0, 255, 1, 254]);
    const body = bytes.toString('base64');
    expect(lambdaAnswer(JSON.stringify({ statusCode: 200, body, isBase64Encoded: true })).body).toEqual(bytes);
  });

  it('keeps the headers of the connection to itself', () => {
    const headers = {
      Connection: 'close',
      'Content-Length': '1',
      'transfer-encoding': 'chunked',
      'apigw-requestid': 'x',
    };
    expect(lambdaAnswer(JSON.stringify({ statusCode: 200, headers })).headers).toEqual({
      'content-type': 'text/plain;charset=UTF-8',
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a status that is none', '{"statusCode":"ok"}'],
    ['a status out of range', '{"statusCode":99}'],
    ['a broken status', '{"statusCode":200.5}'],
    ['an interim status', '{"statusCode":101}'],
    ['no status', '{"statusCode":null}'],
    ['a body that is no text', '{"statusCode":200,"body":{"a":1}}'],
    ['headers that are none', '{"statusCode":200,"headers":["a"]}'],
    ['a header that is none', '{"statusCode":200,"headers":{"a":{"b":1}}}'],
    ['a name that is none', '{"statusCode":200,"headers":{"a b":"1"}}'],
    ['a split answer', '{"statusCode":200,"headers":{"a":"1\\r\\nb: 2"}}'],
    ['a split cookie', '{"statusCode":200,"cookies":["a=1\\r\\nb: 2"]}'],
    ['cookies that are none', '{"statusCode":200,"cookies":"a=1"}'],
  ])('answers 500 for nonsense: %s', (_, payload) => {
    expect(lambdaAnswer(payload)).toMatchObject({
      ...error,
      fault: expect.stringMatching(/payload format 2.0: /) as string,
    });
  });
});

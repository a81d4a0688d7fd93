/** Answers of BatchGetRecord as their JSON says: the client's own decoding of ten thousands of values takes ten times as long. */
import type { BatchGetRecordCommand, BatchGetRecordResponse } from '@aws-sdk/client-sagemaker-featurestore-runtime';

interface HttpAnswer {
  statusCode: number;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

const textOf = async (body: HttpAnswer['body']): Promise<string> => {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
};

const EMPTY = Buffer.from('{"Records":[],"Errors":[],"UnprocessedIdentifiers":[]}');

/**
 * Has a command answer with plain JSON. All members of the answer are text and lists, so that nothing needs to be converted;
 * errors go the client's way.
 */
export const withPlainAnswer = (command: BatchGetRecordCommand): BatchGetRecordCommand => {
  let answer: BatchGetRecordResponse | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (answer) Object.assign(result.output, answer);
      return result;
    },
    { step: 'initialize', name: 'gradusPlainAnswer' },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as HttpAnswer;
      if (response.statusCode !== 200) return result;
      answer = JSON.parse(await textOf(response.body)) as BatchGetRecordResponse;
      response.body = EMPTY;
      return result;
    },
    { step: 'deserialize', name: 'gradusPlainBody', priority: 'low' },
  );
  return command;
};

/** Clients whose process dies, as the table sees it: after so many answers nothing is asked any more. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export class CutOff extends Error {
  override readonly name = 'CutOff';
}

export interface CutOffClient {
  readonly client: DynamoDBClient;
  /** Answers so far. */
  readonly answers: number;
}

/** @param after how many answers it hears; what comes later is not even sent */
export const cutOffClient = (like: DynamoDBClient, after: number): CutOffClient => {
  const { region, credentials, endpoint } = like.config;
  const client = new DynamoDBClient({ region, credentials, endpoint: endpoint!, maxAttempts: 1 });
  let sent = 0;
  let answers = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (sent >= after) throw new CutOff('this client is dead');
      sent += 1;
      const answer = await next(args);
      answers += 1;
      return answer;
    },
    { step: 'initialize', name: 'cutOff' },
  );
  return {
    client,
    get answers() {
      return answers;
    },
  };
};

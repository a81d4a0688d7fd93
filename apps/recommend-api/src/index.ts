/** What AWS Lambda runs: the client is made once for an environment of the function, outside the handler. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { apiSettings } from './api-settings.ts';
import { recommendHandler } from './recommend-handler.ts';
import { recommendationReader } from './recommendation-reader.ts';

const settings = apiSettings(process.env);
const clocks = { now: Date.now, elapsed: () => performance.now() };
const client = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1000, httpsAgent: { keepAlive: true, maxSockets: 16 } },
});

// It copies every input and output for a logger, and does so without one.
client.middlewareStack.remove('loggerMiddleware');

export const handler = recommendHandler({
  settings,
  reader: recommendationReader(client, settings.table, clocks),
  clocks,
  write: (line) => void process.stdout.write(`${line}\n`),
});

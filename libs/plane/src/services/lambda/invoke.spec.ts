import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createActive, invokeFunction } from '../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../testing/index.ts';

const SECONDS = 30_000;

describe('Invoke', () => {
  const plane = withPlane();

  beforeAll(async () => {
    await createActive(plane.clients(), 'echo', {
      code: `export const handler = async (event, context) => {
        console.log('asked', event.name);
        return { event, left: context.getRemainingTimeInMillis(), id: context.awsRequestId, arn: context.invokedFunctionArn };
      };`,
    });
  }, SECONDS);

  plane.executes('lambda:Invoke', { seenBy: 'logs:FilterLogEvents', timeout: SECONDS }, async () => {
    const invoked = await invokeFunction(plane.clients(), 'echo', { name: 'zoë' }, { LogType: 'Tail' });
    expect(invoked).toMatchObject({ status: 200, version: '$LATEST', answer: { event: { name: 'zoë' } } });
    console.error(invoked.log);
    const { events } = await waitFor(async () => {
      const found = await plane.clients().logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/echo' }));
      return found.events!.length >= 4 && found;
    });
    expect(events!.length).toBe(4);
  });
});

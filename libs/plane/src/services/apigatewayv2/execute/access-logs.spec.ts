/** The access logs of stages: what a line says of a request. */
import { UpdateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { withEchoApis } from '../../../testing/echo-apis.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';
import { LOG_VARIABLES } from '../access-log-settings.ts';

const GROUP = '/spec/access';
const DestinationArn = `arn:aws:logs:us-east-1:111111111111:log-group:${GROUP}`;
const SHORT = '$context.requestId $context.path "$context.identity.userAgent" $context.status';

describe('access logs', () => {
  const plane = withPlane();
  const { ask, client, createApi } = withEchoApis(plane);

  const stage = (Format: string) => ({
    stage: { StageName: '$default', AutoDeploy: true, AccessLogSettings: { DestinationArn, Format } },
  });
  const linesOf = async (apiId: string): Promise<string[]> => {
    const filter = new FilterLogEventsCommand({ logGroupName: GROUP, logStreamNamePrefix: apiId });
    return (await plane.clients().logs.send(filter)).events!.map(({ message }) => message!);
  };
  const waitForLines = (apiId: string, count: number): Promise<string[]> =>
    waitFor(async () => {
      const lines = await linesOf(apiId).catch(() => []);
      return lines.length >= count && lines;
    });

  beforeAll(() => plane.clients().logs.send(new CreateLogGroupCommand({ logGroupName: GROUP })));

  it('fill every variable, with - where there is none', async () => {
    const format = JSON.stringify(LOG_VARIABLES.map((name) => `$context.${name}`));
    const apiId = await createApi({ 'POST /a/{b}': '/', 'GET /away': '/${stageVariables.none}' }, stage(format));
    const answer = await ask(apiId, '/a/x', { method: 'POST', body: 'four', headers: { 'user-agent': 'spec/1 "q"' } });
    await ask(apiId, '/none');
    await ask(apiId, '/away');
    const lines = (await waitForLines(apiId, 3)).map((line) => {
      const values = JSON.parse(line) as string[];
      return Object.fromEntries(LOG_VARIABLES.map((name, index) => [name, values[index]]));
    });
    const count = expect.stringMatching(/^\d+$/) as string;
    const length = String(Buffer.byteLength(answer.body));
    expect(lines[0]).toEqual({
      ...{
        accountId: '111111111111',
        apiId,
        domainName: expect.stringContaining(apiId) as string,
        domainPrefix: apiId,
      },
      ...{ dataProcessed: String(4 + Number(length)), 'error.message': '-', httpMethod: 'POST', path: '/a/x' },
      ...{ requestId: answer.headers['apigw-requestid'], extendedRequestId: answer.headers['apigw-requestid'] },
      ...{ 'identity.sourceIp': '127.0.0.1', 'identity.userAgent': 'spec/1 "q"', protocol: 'HTTP/1.1' },
      ...{ 'integration.error': '-', integrationErrorMessage: '-', integrationStatus: '200' },
      ...{ 'integration.integrationStatus': '200', 'integration.status': '200', 'integration.latency': count },
      ...{ integrationLatency: count, responseLatency: count, responseLength: length, status: '200' },
      ...{ requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000$/) as string },
      ...{ requestTimeEpoch: count, routeKey: 'POST /a/{b}', stage: '$default' },
    });
    expect(lines[1]).toMatchObject({
      status: '404',
      routeKey: '-',
      'error.message': 'Not Found',
      integrationStatus: '-',
    });
    expect(lines[2]).toMatchObject({
      status: '500',
      integrationErrorMessage: expect.stringContaining('no integration') as string,
    });
  });

  it('hold one line per request, whatever callers write', async () => {
    const apiId = await createApi({ $default: '/' }, stage(SHORT));
    const headers = { 'user-agent': 'a" 200 "b' };
    await ask(apiId, '/x%0Ay%22', { headers });
    expect(await waitForLines(apiId, 1)).toEqual([expect.stringMatching(/^\S+ \/x\\ny\\" "a\\" 200 \\"b" 200$/)]);
  });

  it('are written before the plane closes', async () => {
    const apiId = await createApi({ $default: '/' }, stage(SHORT));
    await ask(apiId, '/last');
    await plane.restart();
    expect(await linesOf(apiId)).toEqual([expect.stringContaining('/last')]);
  });

  it('follow UpdateStage, which may change the format alone', async () => {
    const apiId = await createApi({ $default: '/' });
    const AccessLogSettings = { DestinationArn, Format: SHORT };
    const input = { ApiId: apiId, StageName: '$default' };
    await client().send(new UpdateStageCommand({ ...input, AccessLogSettings }));
    await client().send(new UpdateStageCommand({ ...input, AccessLogSettings: { Format: `new ${SHORT}` } }));
    await ask(apiId, '/');
    expect(await waitForLines(apiId, 1)).toEqual([expect.stringMatching(/^new /)]);
  });
});

/** A handler at fault behind an HTTP API: what the caller hears, what the function's log says, and that the next request is served. */
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, PutFunctionConcurrencyCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../../testing/index.ts';
import { createActive } from '../../../testing/lambda-fixtures.ts';
import { rawRequest, type RawAnswer } from '../../../testing/raw-request.ts';

const SECONDS = 60_000;

/** Prints which request it has, then does what the query says. */
const CODE = `
const habits = {
  well: () => ({ statusCode: 200, body: 'well' }),
  throw: () => { throw new TypeError('no such film'); },
  reject: async () => { throw Object.assign(new Error('the table is away'), { name: 'TableError' }); },
  stray: () => new Promise(() => { setTimeout(() => { throw new Error('out of the blue'); }); }),
  exit: () => process.exit(7),
  eat: () => { const all = []; for (;;) all.push(Buffer.alloc(4 << 20, 1)); },
  spin: () => { for (;;); },
  hang: () => new Promise(() => setInterval(() => undefined, 1000)),
  late: () => new Promise((resolve) => setTimeout(resolve, 700, { statusCode: 200, body: 'late' })),
  circle: () => { const circle = {}; circle.circle = circle; return circle; },
  huge: () => ({ statusCode: 200, body: 'x'.repeat(7 << 20) }),
  status: () => ({ statusCode: 'two hundred', body: 'x' }),
  headers: () => ({ statusCode: 200, headers: { 'content type': 'x' }, body: 'x' }),
  body: () => ({ statusCode: 200, body: { not: 'text' } }),
};
export const handler = async (event) => {
  const { habit, mark } = event.queryStringParameters;
  console.log('request ' + mark);
  return habits[habit]();
};`;

const ACCESS = '/spec/access';
const AccessLogSettings = {
  DestinationArn: `arn:aws:logs:us-east-1:111111111111:log-group:${ACCESS}`,
  Format: '$context.requestId $context.status $context.integrationErrorMessage',
};

const BROKEN = `import './not-there.mjs';\nexport const handler = () => 'never';`;

describe('a handler behind an HTTP API', () => {
  const plane = withPlane();
  let marks = 0;
  const apis: Record<string, string> = {};

  const createApi = async (functionName: string, TimeoutInMillis?: number): Promise<string> => {
    const { apigatewayv2, lambda } = plane.clients();
    const { ApiId } = await apigatewayv2.send(new CreateApiCommand({ Name: functionName, ProtocolType: 'HTTP' }));
    const { IntegrationId } = await apigatewayv2.send(
      new CreateIntegrationCommand({
        ...{ ApiId, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0', TimeoutInMillis },
        IntegrationUri: `arn:aws:lambda:us-east-1:111111111111:function:${functionName}`,
      }),
    );
    const Target = `integrations/${IntegrationId}`;
    await apigatewayv2.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /', Target }));
    await apigatewayv2.send(
      new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true, AccessLogSettings }),
    );
    await lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: functionName, StatementId: ApiId, Action: 'lambda:InvokeFunction' },
        ...{
          Principal: 'apigateway.amazonaws.com',
          SourceArn: `arn:aws:execute-api:us-east-1:111111111111:${ApiId}/*`,
        },
      }),
    );
    return ApiId!;
  };
  const ask = (api: string, habit: string, mark = 'none'): Promise<RawAnswer> =>
    rawRequest(plane.url, { method: 'GET', path: `/_aws/execute-api/${apis[api]}/?habit=${habit}&mark=${mark}` });

  const logOf = (functionName: string, pattern: string) => linesOf(`/aws/lambda/${functionName}`, pattern);
  const linesOf = async (logGroupName: string, filterPattern: string): Promise<string[]> => {
    const { events } = await plane.clients().logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    return events!.map(({ message }) => message!);
  };
  /** What the log says of the request with the mark, once it is over. */
  const sayingOf = (functionName: string, mark: string): Promise<string> =>
    waitFor(async () => {
      const [line] = await logOf(functionName, `"request ${mark}"`).catch(() => []);
      const id = line?.split('\t')[1];
      const lines = id === undefined ? [] : await logOf(functionName, `"${id}"`);
      return lines.some((each) => each.startsWith('REPORT ')) && lines.join('');
    });

  /** What the access log says of a request: status and fault. */
  const accessOf = ({ headers }: RawAnswer): Promise<string> =>
    waitFor(async () => {
      const id = headers['apigw-requestid'] as string;
      return (await linesOf(ACCESS, `"${id}"`))[0]?.slice(id.length + 1);
    });

  beforeAll(async () => {
    await plane.clients().logs.send(new CreateLogGroupCommand({ logGroupName: ACCESS }));
    const settings = { MemorySize: 256, Timeout: 1 };
    await createActive(plane.clients(), 'habits', { code: CODE, ...settings });
    await createActive(plane.clients(), 'broken', { code: BROKEN, ...settings });
    for (const name of ['habits', 'broken']) apis[name] = await createApi(name);
    apis['hasty'] = await createApi('habits', 200);
  }, SECONDS);

  it.each([
    ['throws', 'throw', /ERROR\tInvoke Error \t.*TypeError.*no such film/],
    ['rejects', 'reject', /ERROR\tInvoke Error \t.*TableError.*the table is away/],
    ['throws when nobody listens', 'stray', /ERROR\tUncaught Exception \t.*out of the blue/],
    ['exits', 'exit', /Runtime\.ExitError/],
    ['eats memory', 'eat', /Runtime\.OutOfMemory/],
    ['spins', 'spin', /Task timed out after 1\.00 seconds/],
    ['hangs', 'hang', /Task timed out after 1\.00 seconds/],
    ['answers what is no JSON', 'circle', /ERROR\tInvoke Error \t.*Unable to stringify response body/],
  ])(
    'that %s: 500, the log says why, and the next request is served',
    async (_, habit, why) => {
      const mark = `mark-${(marks += 1)}`;
      expect(await ask('habits', habit, mark)).toMatchObject({
        status: 500,
        body: '{"message":"Internal Server Error"}',
      });
      expect(await ask('habits', 'well')).toMatchObject({ status: 200, body: 'well' });
      expect(await sayingOf('habits', mark)).toMatch(why);
    },
    SECONDS,
  );

  it.each([
    ['status', `'statusCode' must be a whole number from 200 to 599, got \\"two hundred\\"`],
    ['headers', `'headers' must have names of headers, got \\"content type\\"`],
    ['body', `'body' must be text, got {\\"not\\":\\"text\\"}`],
    ['huge', 'The function failed: Function.ResponseSizeTooLarge'],
  ])(
    'that answers nonsense (%s): 500, the access log says why, and the next request is served',
    async (habit, why) => {
      const mark = `mark-${(marks += 1)}`;
      const answer = await ask('habits', habit, mark);
      expect(answer).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
      expect(await accessOf(answer)).toMatch(/^500 The function/);
      expect(await accessOf(answer)).toContain(why);
      expect(await ask('habits', 'well')).toMatchObject({ status: 200, body: 'well' });
      expect(await sayingOf('habits', mark)).toMatch(/START [^]*END [^]*REPORT /);
    },
    SECONDS,
  );

  it(
    'that is later than the integration may: 503, and its log tells how long it took',
    async () => {
      const mark = `mark-${(marks += 1)}`;
      const answer = await ask('hasty', 'late', mark);
      expect(answer).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
      expect(await accessOf(answer)).toBe('503 The function did not answer within 200 ms');
      expect(await ask('habits', 'well')).toMatchObject({ status: 200, body: 'well' });
      const [, duration] = /REPORT RequestId: \S+\tDuration: ([\d.]+) ms/.exec(await sayingOf('habits', mark))!;
      expect(Number(duration)).toBeGreaterThan(690);
    },
    SECONDS,
  );

  it(
    'whose module does not load: 500, at every request, and the log says why',
    async () => {
      for (let request = 0; request < 2; request += 1) {
        expect(await ask('broken', 'well')).toMatchObject({ status: 500 });
      }
      await waitFor(async () => (await logOf('broken', '"not-there.mjs"')).length >= 2);
    },
    SECONDS,
  );

  it(
    'that may not run: 503, until it may',
    async () => {
      const limit = (ReservedConcurrentExecutions: number) =>
        plane
          .clients()
          .lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'habits', ReservedConcurrentExecutions }));
      await limit(0);
      const answer = await ask('habits', 'well');
      expect(answer).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
      expect(await accessOf(answer)).toMatch(/^503 Lambda refused the invocation: TooManyRequestsException: /);
      await limit(10);
      expect(await ask('habits', 'well')).toMatchObject({ status: 200, body: 'well' });
    },
    SECONDS,
  );

  it(
    'that the API may not invoke: 500, and the access log says why',
    async () => {
      const { lambda } = plane.clients();
      const StatementId = apis['hasty']!;
      await lambda.send(new RemovePermissionCommand({ FunctionName: 'habits', StatementId }));
      const answer = await ask('hasty', 'well');
      expect(answer).toMatchObject({ status: 500 });
      expect(await accessOf(answer)).toMatch(/^500 Lambda refused the invocation: AccessDeniedException: /);
    },
    SECONDS,
  );

  it(
    'at fault in many ways at once: each caller hears of its own, and all others are served',
    async () => {
      const habits = ['throw', 'exit', 'eat', 'hang', 'status', 'well', 'well', 'well', 'well', 'well'];
      const answers = await Promise.all(habits.map((habit) => ask('habits', habit)));
      expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500, 200, 200, 200, 200, 200]);
    },
    SECONDS,
  );
});

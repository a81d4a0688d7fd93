import { describe, expect, it } from 'vitest';
import { recommendationApi } from './recommendation-api.ts';
import { recommendationTable } from './recommendation-table.ts';
import { films } from './testing/films.ts';

const withApi = (api: object) => ({
  ...films,
  serve: { recommendations: { ...films.serve.recommendations!, api: { ...films.serve.recommendations!.api, ...api } } },
});

describe('what is declared for recommendations', () => {
  it('is a table with a time-to-live', () =>
    expect(recommendationTable(films, 'dev')).toMatchObject({
      table: { TableName: 'dev-films-recommendations', BillingMode: 'PAY_PER_REQUEST' },
      timeToLive: { TableName: 'dev-films-recommendations', TimeToLiveSpecification: { AttributeName: 'TTL' } },
    }));

  it('is a function that may read one table only, and an API in front of its alias', () => {
    const declared = recommendationApi(films, 'dev');
    expect(declared.function).toMatchObject({
      ...{ FunctionName: 'dev-films-recommend', Handler: 'index.handler', MemorySize: 512, Timeout: 5 },
      Environment: {
        Variables: { GRADUS_TABLE: 'dev-films-recommendations', GRADUS_TYPES: 'like,watch', GRADUS_LIMIT: '3' },
      },
    });
    expect(declared.role.statements[0]).toEqual({
      actions: ['dynamodb:GetItem'],
      resource: 'arn:aws:dynamodb:*:*:table/dev-films-recommendations',
    });
    expect(declared).toMatchObject({
      route: { RouteKey: 'ANY /recommendations/{user}', AuthorizationType: 'NONE' },
      stage: { StageName: '$default', DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 } },
      permission: { Qualifier: 'live', Principal: 'apigateway.amazonaws.com' },
    });
    expect(declared.accessLog.logGroupName).toBe('/gradus/dev-films-recommendations');
    expect(JSON.parse(declared.accessLog.format)).toMatchObject({ requestId: '$context.requestId' });
    expect(declared).not.toHaveProperty('reservedConcurrency');
    expect(declared.api).not.toHaveProperty('CorsConfiguration');
  });

  it('says what the model says of concurrency, callers and web pages', () =>
    expect(
      recommendationApi(
        withApi({
          ...{ auth: 'iam', reservedConcurrency: 10, provisionedConcurrency: 2 },
          cors: { origins: ['https://example.org'], maxAge: { hours: 1 } },
        }),
        'dev',
      ),
    ).toMatchObject({
      ...{ reservedConcurrency: 10, provisionedConcurrency: 2, route: { AuthorizationType: 'AWS_IAM' } },
      api: { CorsConfiguration: { AllowOrigins: ['https://example.org'], MaxAge: 3600 } },
    }));

  it('has names that AWS takes, and another one for another model', () => {
    const namespace = 'n'.repeat(40);
    const names = ['a', 'b'].map(
      (end) => recommendationApi({ ...films, name: `${'m'.repeat(35)}${end}` }, namespace).function.FunctionName,
    );
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{64}$/);
    expect(names[0]).not.toBe(names[1]);
  });
});

/** Tags of HTTP APIs, through the SDK. */
import {
  CreateApiCommand,
  CreateStageCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type ApiGatewayV2Client,
  type CreateApiCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { describe, expect } from 'vitest';
import { withPlane } from '../../testing/index.ts';

describe('tags', () => {
  const plane = withPlane();
  const client = (account = 0): ApiGatewayV2Client => plane.clients(account).apigatewayv2;
  const createApi = async (more: Partial<CreateApiCommandInput> = {}): Promise<string> =>
    (await client().send(new CreateApiCommand({ Name: 'spec', ProtocolType: 'HTTP', ...more }))).ApiId!;

  const arnOf = (ApiId: string): string => `arn:aws:apigateway:us-east-1::/apis/${ApiId}`;

  plane.executes('apigatewayv2:TagResource', { seenBy: 'apigatewayv2:GetTags' }, async () => {
    const ApiId = await createApi({ Tags: { a: '1' } });
    await client().send(new CreateStageCommand({ ApiId, StageName: '$default' }));
    await client().send(new TagResourceCommand({ ResourceArn: arnOf(ApiId), Tags: { a: '2', b: '3' } }));
    const stage = `${arnOf(ApiId)}/stages/$default`;
    await client().send(new TagResourceCommand({ ResourceArn: stage, Tags: { s: '4' } }));
    const tags = await client().send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }));
    expect(tags.Tags).toEqual({ a: '2', b: '3' });
    expect((await client().send(new GetTagsCommand({ ResourceArn: stage }))).Tags).toEqual({ s: '4' });
  });

  plane.executes('apigatewayv2:UntagResource', { seenBy: 'apigatewayv2:GetTags' }, async () => {
    const ResourceArn = arnOf(await createApi({ Tags: { a: '1', b: '2' } }));
    await client().send(new UntagResourceCommand({ ResourceArn, TagKeys: ['none', 'a'] }));
    expect((await client().send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ b: '2' });
  });

  plane.executes('apigatewayv2:GetTags', { seenBy: 'apigatewayv2:CreateApi' }, async () => {
    const ApiId = await createApi({ Tags: { a: '1' } });
    expect((await client().send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }))).Tags).toEqual({ a: '1' });
    const refused = client(1).send(new GetTagsCommand({ ResourceArn: arnOf(ApiId) }));
    await expect(refused).rejects.toMatchObject({ name: 'NotFoundException' });
    const bad = client().send(new GetTagsCommand({ ResourceArn: 'arn:aws:s3:::bucket' }));
    await expect(bad).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

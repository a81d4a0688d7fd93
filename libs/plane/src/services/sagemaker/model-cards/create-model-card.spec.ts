import { DescribeModelCardCommand, ListModelCardsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { cardContent, createCard } from '../../../testing/model-card-fixtures.ts';

describe('CreateModelCard', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:CreateModelCard',
    { seenBy: 'sagemaker:DescribeModelCard', title: 'makes the first version of a card, with its tags' },
    async () => {
      const { sagemaker } = plane.clients();
      const arn = await createCard(plane.clients(), 'films', { Tags: [{ Key: 'team', Value: 'films' }] });
      expect(arn).toBe('arn:aws:sagemaker:us-east-1:111111111111:model-card/films');
      const card = await sagemaker.send(new DescribeModelCardCommand({ ModelCardName: 'films' }));
      expect(card).toMatchObject({
        ModelCardArn: arn,
        ModelCardName: 'films',
        ModelCardVersion: 1,
        ModelCardStatus: 'Draft',
        Content: cardContent(),
        CreatedBy: { IamIdentity: { Arn: expect.stringContaining('111111111111') as string } },
      });
      expect(card.LastModifiedTime).toEqual(card.CreationTime);
      const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: arn }));
      expect(Tags).toEqual([{ Key: 'team', Value: 'films' }]);
    },
  );

  it.each([
    ['no JSON', '{', 'not a valid JSON'],
    ['no object', '[]', '#: expected type: JSONObject'],
    ['an unknown section', '{"overview":{}}', 'extraneous key [overview] is not permitted'],
    ['an unknown member', '{"model_overview":{"name":"x"}}', '#/model_overview: extraneous key [name]'],
    ['a risk that nobody knows', '{"intended_uses":{"risk_rating":"Huge"}}', 'High, Medium, Low, Unknown'],
    ['a text that is too long', `{"intended_uses":{"intended_uses":"${'x'.repeat(2049)}"}}`, 'maxLength: 2048'],
    ['a version of 0', '{"model_overview":{"model_version":0}}', '#/model_overview/model_version'],
    ['an evaluation without name', '{"evaluation_details":[{}]}', '#/evaluation_details/0: required key [name]'],
    [
      'a matrix of words',
      '{"evaluation_details":[{"name":"a","metric_groups":[{"name":"b","metric_data":[{"name":"c","type":"matrix","value":"d"}]}]}]}',
      'metric_data/0',
    ],
  ])('refuses %s, and makes nothing', async (_, Content, said) => {
    await expect(createCard(plane.clients(), 'broken', { Content })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(said) as string,
    });
    const { ModelCardSummaries } = await plane
      .clients()
      .sagemaker.send(new ListModelCardsCommand({ NameContains: 'broken' }));
    expect(ModelCardSummaries).toEqual([]);
  });

  it('takes a card that says nothing', async () => {
    await createCard(plane.clients(), 'silent', { Content: '{}' });
  });

  it('refuses a name that is taken, and a key that it does not encrypt with', async () => {
    await createCard(plane.clients(), 'once');
    await expect(createCard(plane.clients(), 'once')).rejects.toMatchObject({ name: 'ConflictException' });
    await createCard(plane.clients(1), 'once');
    await expect(createCard(plane.clients(), 'secret', { SecurityConfig: { KmsKeyId: 'key' } })).rejects.toThrow(
      "does not execute 'SecurityConfig' of CreateModelCard",
    );
  });
});

import { DescribeModelCardCommand, UpdateModelCardCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { cardContent, createCard } from '../../../testing/model-card-fixtures.ts';

describe('DescribeModelCard', () => {
  const plane = withPlane();
  const describeCard = (input: ConstructorParameters<typeof DescribeModelCardCommand>[0], account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeModelCardCommand(input));

  plane.executes(
    'sagemaker:DescribeModelCard',
    { seenBy: 'sagemaker:UpdateModelCard', title: 'tells the newest version, or the one that is asked for' },
    async () => {
      const ModelCardName = await createCard(plane.clients(), 'films');
      const { sagemaker } = plane.clients();
      await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, Content: cardContent('ann') }));
      expect(await describeCard({ ModelCardName })).toMatchObject({
        ModelCardVersion: 2,
        Content: cardContent('ann'),
      });
      expect(await describeCard({ ModelCardName: 'films', ModelCardVersion: 1 })).toMatchObject({
        ModelCardVersion: 1,
        Content: cardContent(),
      });
    },
  );

  it('leaves only the metadata when asked', async () => {
    await createCard(plane.clients(), 'metadata');
    const { Content } = await describeCard({ ModelCardName: 'metadata', IncludedData: 'MetadataOnly' });
    expect(JSON.parse(Content!)).toEqual({
      model_overview: { model_id: 'films/3', model_name: 'films' },
      intended_uses: { risk_rating: 'Low' },
      model_package_details: { model_package_group_name: 'films' },
    });
  });

  it('knows no card that is not there, no version that is not, and none of another account', async () => {
    const missing = { name: 'ResourceNotFound' };
    await expect(describeCard({ ModelCardName: 'nobody' })).rejects.toMatchObject(missing);
    const ModelCardName = await createCard(plane.clients(), 'mine');
    await expect(describeCard({ ModelCardName, ModelCardVersion: 2 })).rejects.toMatchObject(missing);
    await expect(describeCard({ ModelCardName: 'mine' }, 1)).rejects.toMatchObject(missing);
    await expect(describeCard({ ModelCardName }, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

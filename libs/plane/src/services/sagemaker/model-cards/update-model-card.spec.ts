import {
  DescribeModelCardCommand,
  UpdateModelCardCommand,
  type UpdateModelCardCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { cardContent, createCard } from '../../../testing/model-card-fixtures.ts';

describe('UpdateModelCard', () => {
  const plane = withPlane();
  const update = (ModelCardName: string, input: Partial<UpdateModelCardCommandInput>) =>
    plane.clients().sagemaker.send(new UpdateModelCardCommand({ ModelCardName, ...input }));
  const read = (ModelCardName: string) =>
    plane.clients().sagemaker.send(new DescribeModelCardCommand({ ModelCardName }));

  plane.executes(
    'sagemaker:UpdateModelCard',
    { seenBy: 'sagemaker:DescribeModelCard', title: 'makes a version of new content, and none of a new status' },
    async () => {
      const arn = await createCard(plane.clients(), 'films');
      const before = await read('films');
      plane.clock.set({ time: plane.clock.now() + 60_000 });
      expect(await update(arn, { ModelCardStatus: 'PendingReview' })).toMatchObject({ ModelCardArn: arn });
      expect(await read('films')).toMatchObject({ ModelCardVersion: 1, ModelCardStatus: 'PendingReview' });
      await update('films', { Content: cardContent('ann') });
      const after = await read('films');
      expect(after).toMatchObject({
        ModelCardVersion: 2,
        ModelCardStatus: 'PendingReview',
        Content: cardContent('ann'),
        CreationTime: before.CreationTime,
      });
      expect(after.LastModifiedTime!.getTime()).toBeGreaterThan(before.LastModifiedTime!.getTime());
      await update('films', { ModelCardStatus: 'Approved' });
      expect(await read('films')).toMatchObject({ ModelCardVersion: 2, ModelCardStatus: 'Approved' });
    },
  );

  it('changes nothing of what is archived', async () => {
    await createCard(plane.clients(), 'old');
    await update('old', { ModelCardStatus: 'Archived' });
    for (const input of [{ Content: '{}' }, { ModelCardStatus: 'Draft' as const }]) {
      await expect(update('old', input)).rejects.toMatchObject({
        name: 'ConflictException',
        message: 'Model Card is in Archived state.',
      });
    }
    expect(await read('old')).toMatchObject({ ModelCardVersion: 1, ModelCardStatus: 'Archived' });
  });

  it('refuses both at once, neither, content of no schema, and a card that is not there', async () => {
    await createCard(plane.clients(), 'strict');
    const invalid = { name: 'ValidationException' };
    await expect(update('strict', { Content: '{}', ModelCardStatus: 'Approved' })).rejects.toMatchObject(invalid);
    await expect(update('strict', {})).rejects.toMatchObject(invalid);
    await expect(update('strict', { Content: '{"x":1}' })).rejects.toMatchObject(invalid);
    await expect(update('nobody', { Content: '{}' })).rejects.toMatchObject({ name: 'ResourceNotFound' });
    expect(await read('strict')).toMatchObject({ ModelCardVersion: 1, ModelCardStatus: 'Draft' });
  });
});

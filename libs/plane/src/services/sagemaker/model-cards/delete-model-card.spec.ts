import {
  DeleteModelCardCommand,
  DescribeModelCardCommand,
  ListModelCardVersionsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { createCard } from '../../../testing/model-card-fixtures.ts';

describe('DeleteModelCard', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:DeleteModelCard',
    { seenBy: 'sagemaker:CreateModelCard', title: 'removes a card, its versions and its tags; its name is free again' },
    async () => {
      const { sagemaker } = plane.clients();
      const arn = await createCard(plane.clients(), 'films', { Tags: [{ Key: 'a', Value: 'b' }] });
      await sagemaker.send(new DeleteModelCardCommand({ ModelCardName: 'films' }));
      const missing = { name: 'ResourceNotFound' };
      for (const command of [
        sagemaker.send(new DescribeModelCardCommand({ ModelCardName: arn })),
        sagemaker.send(new ListModelCardVersionsCommand({ ModelCardName: arn })),
        sagemaker.send(new DeleteModelCardCommand({ ModelCardName: 'films' })),
      ]) {
        await expect(command).rejects.toMatchObject(missing);
      }
      await createCard(plane.clients(), 'films');
      expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: arn }))).Tags).toEqual([]);
    },
  );
});

import { ListModelCardsCommand, UpdateModelCardCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { createCard } from '../../../testing/model-card-fixtures.ts';

describe('ListModelCards', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:ListModelCards',
    { seenBy: 'sagemaker:CreateModelCard', title: 'summarizes each card, and those of a status' },
    async () => {
      const { sagemaker } = plane.clients();
      const arn = await createCard(plane.clients(), 'films');
      await createCard(plane.clients(), 'other');
      await sagemaker.send(new UpdateModelCardCommand({ ModelCardName: 'films', ModelCardStatus: 'Approved' }));
      const { ModelCardSummaries } = await sagemaker.send(new ListModelCardsCommand({ ModelCardStatus: 'Approved' }));
      expect(ModelCardSummaries).toEqual([
        {
          ModelCardName: 'films',
          ModelCardArn: arn,
          ModelCardStatus: 'Approved',
          CreationTime: expect.any(Date) as Date,
          LastModifiedTime: expect.any(Date) as Date,
        },
      ]);
    },
  );
});

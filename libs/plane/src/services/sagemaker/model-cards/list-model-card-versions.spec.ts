import { ListModelCardVersionsCommand, UpdateModelCardCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { createCard } from '../../../testing/model-card-fixtures.ts';

describe('ListModelCardVersions', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:ListModelCardVersions',
    { seenBy: 'sagemaker:UpdateModelCard', title: 'summarizes each version, with the status and the time of its own' },
    async () => {
      const { sagemaker } = plane.clients();
      const ModelCardName = await createCard(plane.clients(), 'films');
      plane.clock.set({ time: plane.clock.now() + 60_000 });
      await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, Content: '{}' }));
      await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, ModelCardStatus: 'Approved' }));
      const { ModelCardVersionSummaryList } = await sagemaker.send(new ListModelCardVersionsCommand({ ModelCardName }));
      expect(ModelCardVersionSummaryList).toMatchObject([
        { ModelCardVersion: 2, ModelCardStatus: 'Approved', ModelCardArn: ModelCardName },
        { ModelCardVersion: 1, ModelCardStatus: 'Draft', ModelCardName: 'films' },
      ]);
      const [second, first] = ModelCardVersionSummaryList!;
      expect(second!.CreationTime!.getTime()).toBeGreaterThanOrEqual(first!.CreationTime!.getTime() + 60_000);
    },
  );
});

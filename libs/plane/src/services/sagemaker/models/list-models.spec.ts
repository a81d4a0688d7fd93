import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { createModel, withPlane } from '../../../testing/index.ts';

describe('ListModels', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker:ListModels',
    { seenBy: 'sagemaker:CreateModel', title: 'summarizes each model' },
    async () => {
      const ModelArn = await createModel(plane.clients(), 'movies');
      const { Models } = await plane.clients().sagemaker.send(new ListModelsCommand({}));
      expect(Models).toEqual([{ ModelName: 'movies', ModelArn, CreationTime: expect.any(Date) as Date }]);
    },
  );
});

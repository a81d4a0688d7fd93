import { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createModel, IMAGE, withPlane } from '../../../testing/index.ts';

describe('DescribeModel', () => {
  const plane = withPlane();
  const read = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeModelCommand({ ModelName: name }));

  plane.executes(
    'sagemaker:DescribeModel',
    { seenBy: 'sagemaker:CreateModel', title: 'tells when it was made, in service time, after a restart too' },
    async () => {
      plane.clock.set({ time: Date.UTC(2030, 0, 2, 3, 4, 5) });
      await createModel(plane.clients(), 'movies');
      await plane.restart();
      const described = await read('movies');
      expect(described.CreationTime!.toISOString()).toMatch(/^2030-01-02T03:04:0/);
      expect(described.PrimaryContainer).toEqual({ Image: IMAGE, Mode: 'SingleModel' });
    },
  );

  it('answers in AWS’s words when there is none, or it is another account’s', async () => {
    await createModel(plane.clients(), 'mine');
    for (const [name, account] of [
      ['nobody', 0],
      ['mine', 1],
    ] as const) {
      await expect(read(name, account)).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Could not find model "arn:aws:sagemaker:us-east-1:${plane.accounts[account]!.accountId}:model/${name}".`,
      });
    }
  });
});

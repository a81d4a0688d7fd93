import {
  AddTagsCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  DeleteExperimentCommand,
  DeleteTrialCommand,
  DescribeExperimentCommand,
  ListExperimentsCommand,
  ListTagsCommand,
  UpdateExperimentCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:111111111111:experiment/';

describe('experiments', () => {
  const plane = withPlane();
  const create = (ExperimentName: string, account = 0) =>
    plane.clients(account).sagemaker.send(new CreateExperimentCommand({ ExperimentName }));
  const show = (ExperimentName: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeExperimentCommand({ ExperimentName }));

  plane.executes('sagemaker:CreateExperiment', { seenBy: 'sagemaker:DescribeExperiment' }, async () => {
    const { sagemaker } = plane.clients();
    const Tags = [{ Key: 'team', Value: 'films' }];
    const { ExperimentArn } = await sagemaker.send(
      new CreateExperimentCommand({ ExperimentName: 'Movies-1', Description: 'first tries', Tags }),
    );
    expect(ExperimentArn).toBe(`${ARN}movies-1`);
    expect(await show('movies-1')).toMatchObject({
      ...{ ExperimentName: 'Movies-1', DisplayName: 'Movies-1', Description: 'first tries', ExperimentArn },
      CreatedBy: { IamIdentity: { Arn: expect.stringContaining(':user/') as string } },
    });
    expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: ExperimentArn }))).Tags).toEqual(Tags);
  });

  plane.executes('sagemaker:DescribeExperiment', { seenBy: 'sagemaker:UpdateExperiment' }, async () => {
    const { sagemaker } = plane.clients();
    await create('changing');
    await sagemaker.send(new UpdateExperimentCommand({ ExperimentName: 'changing', DisplayName: 'Changed' }));
    const { CreationTime, LastModifiedTime, DisplayName } = await show('changing');
    expect(DisplayName).toBe('Changed');
    expect(LastModifiedTime!.getTime()).toBeGreaterThanOrEqual(CreationTime!.getTime());
  });

  plane.executes(
    'sagemaker:UpdateExperiment',
    { seenBy: 'sagemaker:ListExperiments', title: 'changes names and descriptions; an empty description goes' },
    async () => {
      const { sagemaker } = plane.clients();
      await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'renamed', Description: 'to go' }));
      await sagemaker.send(
        new UpdateExperimentCommand({ ExperimentName: 'renamed', DisplayName: 'shown', Description: '' }),
      );
      const { ExperimentSummaries } = await sagemaker.send(new ListExperimentsCommand({}));
      expect(ExperimentSummaries).toContainEqual(
        expect.objectContaining({ ExperimentName: 'renamed', DisplayName: 'shown' }),
      );
      expect((await show('renamed')).Description).toBeUndefined();
    },
  );

  plane.executes(
    'sagemaker:DeleteExperiment',
    { seenBy: 'sagemaker:ListExperiments', title: 'deletes an experiment once its trials are gone' },
    async () => {
      const { sagemaker } = plane.clients();
      const { ExperimentArn } = await create('leaving');
      await sagemaker.send(new AddTagsCommand({ ResourceArn: ExperimentArn, Tags: [{ Key: 'k', Value: 'v' }] }));
      await sagemaker.send(new CreateTrialCommand({ ExperimentName: 'leaving', TrialName: 'last' }));
      const remove = new DeleteExperimentCommand({ ExperimentName: 'LEAVING' });
      await expect(sagemaker.send(remove)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.send(new DeleteTrialCommand({ TrialName: 'last' }));
      expect((await sagemaker.send(remove)).ExperimentArn).toBe(ExperimentArn);
      const { ExperimentSummaries } = await sagemaker.send(new ListExperimentsCommand({ MaxResults: 100 }));
      expect(ExperimentSummaries!.map(({ ExperimentName }) => ExperimentName)).not.toContain('leaving');
      await create('leaving');
      expect((await sagemaker.send(new ListTagsCommand({ ResourceArn: ExperimentArn }))).Tags).toEqual([]);
    },
  );

  it('refuses a name that is taken, whatever its case, in the same account only', async () => {
    await create('Taken');
    await expect(create('tAKEN')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('already exists') as string,
    });
    await create('taken', 1);
  });

  it('finds nothing of another account', async () => {
    await create('mine');
    const { sagemaker } = plane.clients(1);
    const calls = await Promise.allSettled([
      sagemaker.send(new DescribeExperimentCommand({ ExperimentName: 'mine' })),
      sagemaker.send(new UpdateExperimentCommand({ ExperimentName: 'mine', DisplayName: 'theirs' })),
      sagemaker.send(new DeleteExperimentCommand({ ExperimentName: 'mine' })),
    ]);
    const reason = { name: 'ResourceNotFound', message: "Experiment 'mine' does not exist." };
    expect(calls).toMatchObject(calls.map(() => ({ status: 'rejected', reason })));
  });

  it('takes no name that AWS would not take', async () => {
    await expect(create('no_underscores')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(create('x'.repeat(121))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

import {
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  DeleteTrialCommand,
  DescribeTrialCommand,
  DisassociateTrialComponentCommand,
  ListExperimentsCommand,
  ListTrialComponentsCommand,
  ListTrialsCommand,
  UpdateTrialCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('trials', () => {
  const plane = withPlane();
  const create = (TrialName: string, ExperimentName = 'Films') =>
    plane.clients().sagemaker.send(new CreateTrialCommand({ TrialName, ExperimentName }));
  const show = (TrialName: string) => plane.clients().sagemaker.send(new DescribeTrialCommand({ TrialName }));
  const component = (TrialComponentName: string) =>
    plane.clients().sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName }));
  const associate = (TrialName: string, TrialComponentName: string) =>
    plane.clients().sagemaker.send(new AssociateTrialComponentCommand({ TrialName, TrialComponentName }));
  const trialsOf = async (filter: object) =>
    (await plane.clients().sagemaker.send(new ListTrialsCommand(filter))).TrialSummaries!.map(
      ({ TrialName }) => TrialName,
    );
  const componentsOf = async (filter: object) =>
    (await plane.clients().sagemaker.send(new ListTrialComponentsCommand(filter))).TrialComponentSummaries!.map(
      ({ TrialComponentName }) => TrialComponentName,
    );

  beforeAll(async () => {
    for (const ExperimentName of ['Films', 'Books']) {
      await plane.clients().sagemaker.send(new CreateExperimentCommand({ ExperimentName }));
    }
  });

  plane.executes('sagemaker:CreateTrial', { seenBy: 'sagemaker:DescribeTrial' }, async () => {
    const { sagemaker } = plane.clients();
    const MetadataProperties = { CommitId: 'abc123', Repository: 'films.git' };
    const { TrialArn } = await sagemaker.send(
      new CreateTrialCommand({ TrialName: 'Night-1', ExperimentName: 'films', MetadataProperties }),
    );
    expect(TrialArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:experiment-trial/night-1');
    expect(await show('night-1')).toMatchObject({
      ...{ TrialName: 'Night-1', DisplayName: 'Night-1', ExperimentName: 'Films', TrialArn, MetadataProperties },
    });
  });

  plane.executes('sagemaker:UpdateTrial', { seenBy: 'sagemaker:DescribeTrial' }, async () => {
    await create('renamed');
    await plane.clients().sagemaker.send(new UpdateTrialCommand({ TrialName: 'renamed', DisplayName: 'Shown' }));
    expect((await show('renamed')).DisplayName).toBe('Shown');
  });

  plane.executes(
    'sagemaker:AssociateTrialComponent',
    { seenBy: 'sagemaker:ListTrialComponents', title: 'puts a component into several trials' },
    async () => {
      const { TrialComponentArn } = await component('Shared');
      const { TrialArn } = await create('one');
      await create('two', 'Books');
      expect(await associate('one', 'shared')).toMatchObject({ TrialArn, TrialComponentArn });
      await associate('ONE', 'SHARED');
      await associate('two', 'shared');
      expect(await componentsOf({ TrialName: 'one' })).toEqual(['Shared']);
      expect(await componentsOf({ ExperimentName: 'books' })).toEqual(['Shared']);
      expect(await trialsOf({ TrialComponentName: 'Shared' })).toEqual(['two', 'one']);
      expect(await trialsOf({ TrialComponentName: 'Shared', ExperimentName: 'Films' })).toEqual(['one']);
    },
  );

  plane.executes(
    'sagemaker:DisassociateTrialComponent',
    { seenBy: 'sagemaker:ListTrialComponents', title: 'takes a component out of one trial' },
    async () => {
      const { sagemaker } = plane.clients();
      await component('moving');
      for (const trial of ['from', 'other']) {
        await create(trial);
        await associate(trial, 'moving');
      }
      const leave = new DisassociateTrialComponentCommand({ TrialName: 'from', TrialComponentName: 'moving' });
      await sagemaker.send(leave);
      expect(await componentsOf({ TrialName: 'from' })).toEqual([]);
      expect(await componentsOf({ TrialName: 'other' })).toEqual(['moving']);
      await expect(sagemaker.send(leave)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    },
  );

  plane.executes(
    'sagemaker:DeleteTrial',
    { seenBy: 'sagemaker:ListTrials', title: 'deletes a trial that has no components' },
    async () => {
      const { sagemaker } = plane.clients();
      await create('leaving', 'Books');
      await component('staying');
      await associate('leaving', 'staying');
      const remove = new DeleteTrialCommand({ TrialName: 'leaving' });
      await expect(sagemaker.send(remove)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.send(
        new DisassociateTrialComponentCommand({ TrialName: 'leaving', TrialComponentName: 'staying' }),
      );
      await sagemaker.send(remove);
      expect(await trialsOf({ ExperimentName: 'Books' })).not.toContain('leaving');
    },
  );

  plane.executes('sagemaker:DescribeTrial', { seenBy: 'sagemaker:CreateTrial' }, async () => {
    await create('plain');
    expect((await show('plain')).CreatedBy?.IamIdentity?.Arn).toContain(':user/');
  });

  plane.executes('sagemaker:ListTrials', { seenBy: 'sagemaker:CreateTrial' }, async () => {
    const before = await trialsOf({ ExperimentName: 'Books' });
    await create('listed', 'Books');
    expect(await trialsOf({ ExperimentName: 'Books' })).toEqual(['listed', ...before]);
  });

  plane.executes('sagemaker:ListExperiments', { seenBy: 'sagemaker:CreateExperiment' }, async () => {
    const { sagemaker } = plane.clients();
    await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'Listed' }));
    const { ExperimentSummaries } = await sagemaker.send(new ListExperimentsCommand({ MaxResults: 1 }));
    expect(ExperimentSummaries!.map(({ ExperimentName }) => ExperimentName)).toEqual(['Listed']);
  });

  it('asks for what exists', async () => {
    const missing = { name: 'ResourceNotFound' };
    await expect(create('orphan', 'nobody')).rejects.toMatchObject(missing);
    await expect(show('nobody')).rejects.toMatchObject(missing);
    await expect(associate('nobody', 'nobody')).rejects.toMatchObject(missing);
    await expect(trialsOf({ ExperimentName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(trialsOf({ TrialComponentName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(componentsOf({ TrialName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(componentsOf({ ExperimentName: 'nobody' })).rejects.toMatchObject(missing);
    await expect(create('night-1')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('already exists') as string,
    });
  });
});

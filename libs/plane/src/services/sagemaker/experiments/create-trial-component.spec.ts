import {
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  DeleteTrialComponentCommand,
  DescribeTrialComponentCommand,
  DisassociateTrialComponentCommand,
  ListTrialComponentsCommand,
  UpdateTrialComponentCommand,
  type CreateTrialComponentCommandInput,
  type UpdateTrialComponentCommandInput,
} from '@aws-sdk/client-sagemaker';
import { BatchPutMetricsCommand } from '@gradus/client-sagemaker-metrics';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('trial components', () => {
  const plane = withPlane();
  const create = (TrialComponentName: string, given: Partial<CreateTrialComponentCommandInput> = {}) =>
    plane.clients().sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName, ...given }));
  const update = (TrialComponentName: string, given: Partial<UpdateTrialComponentCommandInput>) =>
    plane.clients().sagemaker.send(new UpdateTrialComponentCommand({ TrialComponentName, ...given }));
  const show = (TrialComponentName: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName }));
  const parameters = (count: number, prefix = 'p') =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, { NumberValue: index }]));
  const artifacts = (count: number, prefix = 'a') =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, { Value: 's3://b/k' }]));

  plane.executes('sagemaker:CreateTrialComponent', { seenBy: 'sagemaker:DescribeTrialComponent' }, async () => {
    const given = {
      DisplayName: 'First-run',
      Status: { PrimaryStatus: 'InProgress' as const, Message: 'at it' },
      StartTime: new Date(1_700_000_000_000),
      Parameters: { rate: { NumberValue: 0.1 }, optimizer: { StringValue: 'adam' } },
      InputArtifacts: { data: { Value: 's3://bucket/data', MediaType: 'text/csv' } },
      OutputArtifacts: { model: { Value: 's3://bucket/model.tar.gz' } },
      MetadataProperties: { CommitId: 'abc' },
    };
    const { TrialComponentArn } = await create('Run-1', { ...given, Tags: [{ Key: 'k', Value: 'v' }] });
    expect(TrialComponentArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:experiment-trial-component/run-1');
    const described = await show('run-1');
    expect(described).toMatchObject({ TrialComponentName: 'Run-1', TrialComponentArn, ...given, Metrics: [] });
    expect(described.EndTime).toBeUndefined();
    expect((await show(TrialComponentArn!)).TrialComponentName).toBe('Run-1');
  });

  plane.executes(
    'sagemaker:UpdateTrialComponent',
    { seenBy: 'sagemaker:DescribeTrialComponent', title: 'adds, replaces and removes by key' },
    async () => {
      const inputs = { data: { Value: 's3://bucket/one' }, old: { Value: 's3://bucket/old' } };
      await create('changing', {
        Parameters: { a: { NumberValue: 1 }, b: { NumberValue: 2 } },
        InputArtifacts: inputs,
      });
      await update('Changing', {
        Parameters: { b: { StringValue: 'two' }, c: { NumberValue: 3 } },
        ParametersToRemove: ['a', 'unknown'],
        InputArtifacts: { data: { Value: 's3://bucket/two' } },
        InputArtifactsToRemove: ['old'],
        OutputArtifacts: { model: { Value: 's3://bucket/model' } },
        Status: { PrimaryStatus: 'Completed' },
        EndTime: new Date(1_700_000_100_000),
      });
      expect(await show('changing')).toMatchObject({
        Parameters: { b: { StringValue: 'two' }, c: { NumberValue: 3 } },
        InputArtifacts: { data: { Value: 's3://bucket/two' } },
        OutputArtifacts: { model: { Value: 's3://bucket/model' } },
        Status: { PrimaryStatus: 'Completed' },
        EndTime: new Date(1_700_000_100_000),
      });
      const { Parameters, InputArtifacts } = await show('changing');
      expect([Object.keys(Parameters!), Object.keys(InputArtifacts!)]).toEqual([['b', 'c'], ['data']]);
      await update('changing', { OutputArtifactsToRemove: ['model'], DisplayName: 'Renamed' });
      const { OutputArtifacts, DisplayName, Status } = await show('changing');
      expect([OutputArtifacts, DisplayName, Status?.PrimaryStatus]).toEqual([{}, 'Renamed', 'Completed']);
    },
  );

  plane.executes(
    'sagemaker:DeleteTrialComponent',
    { seenBy: 'sagemaker:ListTrialComponents', title: 'deletes a component that is in no trial, with its metrics' },
    async () => {
      const { sagemaker, metrics } = plane.clients();
      await create('leaving');
      const put = new BatchPutMetricsCommand({
        TrialComponentName: 'leaving',
        MetricData: [{ MetricName: 'loss', Timestamp: new Date(), Value: 1 }],
      });
      await metrics.send(put);
      await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'films' }));
      await sagemaker.send(new CreateTrialCommand({ ExperimentName: 'films', TrialName: 'night' }));
      const member = { TrialName: 'night', TrialComponentName: 'leaving' };
      await sagemaker.send(new AssociateTrialComponentCommand(member));
      const remove = new DeleteTrialComponentCommand({ TrialComponentName: 'Leaving' });
      await expect(sagemaker.send(remove)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.send(new DisassociateTrialComponentCommand(member));
      await sagemaker.send(remove);
      const { TrialComponentSummaries } = await sagemaker.send(new ListTrialComponentsCommand({}));
      expect(TrialComponentSummaries!.map((each) => each.TrialComponentName)).not.toContain('leaving');
      await expect(metrics.send(put)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      await create('leaving');
      expect((await show('leaving')).Metrics).toEqual([]);
    },
  );

  plane.executes('sagemaker:DescribeTrialComponent', { seenBy: 'sagemaker-metrics:BatchPutMetrics' }, async () => {
    await create('Measured');
    const at = (second: number) => new Date(1_700_000_000_000 + second * 1000);
    const values = [4, 2, 9, 5].map((Value, index) => ({
      MetricName: 'loss',
      Value,
      Step: index,
      Timestamp: at(index),
    }));
    await plane.clients().metrics.send(
      new BatchPutMetricsCommand({
        TrialComponentName: 'measured',
        MetricData: [...values.slice(1), values[0]!, { MetricName: 'acc', Value: 0.5, Timestamp: at(9) }],
      }),
    );
    const { Metrics, TrialComponentArn } = await show('measured');
    expect(Metrics).toEqual([
      {
        ...{ MetricName: 'acc', SourceArn: TrialComponentArn, TimeStamp: at(9) },
        ...{ Min: 0.5, Max: 0.5, Last: 0.5, Count: 1, Avg: 0.5, StdDev: 0 },
      },
      {
        ...{ MetricName: 'loss', SourceArn: TrialComponentArn, TimeStamp: at(3) },
        ...{ Min: 2, Max: 9, Last: 5, Count: 4, Avg: 5, StdDev: expect.closeTo(Math.sqrt(6.5), 10) as number },
      },
    ]);
  });

  plane.executes('sagemaker:ListTrialComponents', { seenBy: 'sagemaker:CreateTrialComponent' }, async () => {
    await create('listed', { Status: { PrimaryStatus: 'Failed', Message: 'broken' } });
    const { TrialComponentSummaries } = await plane
      .clients()
      .sagemaker.send(new ListTrialComponentsCommand({ MaxResults: 1 }));
    expect(TrialComponentSummaries).toMatchObject([
      { TrialComponentName: 'listed', Status: { PrimaryStatus: 'Failed', Message: 'broken' } },
    ]);
  });

  it('keeps to 300 parameters and 60 artifacts, in sum too', async () => {
    const refused = { name: 'ValidationException' };
    await expect(create('many', { Parameters: parameters(301) })).rejects.toMatchObject(refused);
    await expect(create('many', { OutputArtifacts: artifacts(61) })).rejects.toMatchObject(refused);
    await create('full', { Parameters: parameters(300), InputArtifacts: artifacts(60) });
    await expect(update('full', { Parameters: parameters(1, 'q') })).rejects.toMatchObject(refused);
    await expect(update('full', { InputArtifacts: artifacts(1, 'b') })).rejects.toMatchObject(refused);
    await update('full', { Parameters: { p0: { NumberValue: 7 } } });
    await update('full', { Parameters: parameters(1, 'q'), ParametersToRemove: ['p1'] });
    expect(Object.keys((await show('full')).Parameters!)).toHaveLength(300);
  });

  it('refuses a status that there is not, two filters at once, a name that is taken and what is another account’s', async () => {
    await expect(create('odd', { Status: { PrimaryStatus: 'Done' as never } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const both = new ListTrialComponentsCommand({ TrialName: 'a', ExperimentName: 'b' });
    await expect(plane.clients().sagemaker.send(both)).rejects.toMatchObject({ name: 'ValidationException' });
    const { TrialComponentArn } = await create('mine');
    await expect(create('MINE')).rejects.toThrow('already exists');
    await expect(show('mine', 1)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(show(TrialComponentArn!, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(update('nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('keeps everything across a restart', async () => {
    await create('lasting', { Parameters: { a: { NumberValue: 1 } } });
    await plane.restart();
    expect((await show('lasting')).Parameters).toEqual({ a: { NumberValue: 1 } });
  });
});

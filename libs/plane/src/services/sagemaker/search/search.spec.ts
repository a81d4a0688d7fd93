import {
  AddTagsCommand,
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  DeleteTrialComponentCommand,
  DisassociateTrialComponentCommand,
  SearchCommand,
  UpdateTrialComponentCommand,
  type CreateTrialComponentCommandInput,
  type Filter,
  type SearchCommandInput,
  type SearchExpression,
} from '@aws-sdk/client-sagemaker';
import { BatchPutMetricsCommand } from '@gradus/client-sagemaker-metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGroup, createVersion, inferenceSpecification, withPlane } from '../../../testing/index.ts';
import { PROCESSING_IMAGES, processingJob, runProcessingJob } from '../../../testing/processing-jobs.ts';
import { makeOutputBucket, runTrainingJob, trainingJob, TRAINING_IMAGES } from '../../../testing/training-jobs.ts';

describe('Search', () => {
  const plane = withPlane({ images: TRAINING_IMAGES });

  const create = (name: string, more: Partial<CreateTrialComponentCommandInput> = {}) =>
    plane.clients().sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName: name, ...more }));
  const search = (expression: SearchExpression | undefined, more: Partial<SearchCommandInput> = {}, account = 0) =>
    plane.clients(account).sagemaker.send(
      new SearchCommand({
        Resource: 'ExperimentTrialComponent',
        SearchExpression: expression,
        SortBy: 'TrialComponentName',
        SortOrder: 'Ascending',
        MaxResults: 100,
        ...more,
      }),
    );
  const found = async (expression: SearchExpression | undefined, more: Partial<SearchCommandInput> = {}) =>
    (await search(expression, more)).Results!.map(({ TrialComponent }) => TrialComponent!.TrialComponentName);
  const by = (...Filters: Filter[]) => found({ Filters });
  const refused = (expression: SearchExpression, message: string, more: Partial<SearchCommandInput> = {}) =>
    expect(search(expression, more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });

  beforeAll(async () => {
    const { sagemaker } = plane.clients();
    await create('alpha', {
      DisplayName: 'Alpha-run',
      Status: { PrimaryStatus: 'Completed', Message: 'done' },
      StartTime: new Date('2026-01-02T03:04:05.250Z'),
      Parameters: { rate: { NumberValue: 0.5 }, 'opt.name': { StringValue: 'adam' }, depth: { StringValue: '12' } },
      InputArtifacts: { data: { Value: 's3://data/one.csv', MediaType: 'text/csv' } },
      Tags: [{ Key: 'team', Value: 'blue' }],
    });
    await create('beta', {
      Parameters: { rate: { NumberValue: 0.05 }, 'opt.name': { StringValue: 'sgd' } },
      InputArtifacts: { data: { Value: 's3://data/two.csv' } },
      Tags: [{ Key: 'team', Value: 'red' }],
    });
    await create('gamma', { Parameters: { rate: { NumberValue: 5 } } });
    await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'Churn' }));
    await sagemaker.send(new CreateExperimentCommand({ ExperimentName: 'Fraud' }));
    for (const [TrialName, ExperimentName] of [
      ['churn-one', 'Churn'],
      ['fraud-one', 'Fraud'],
    ]) {
      await sagemaker.send(new CreateTrialCommand({ TrialName, ExperimentName }));
    }
    for (const [TrialName, TrialComponentName] of [
      ['churn-one', 'alpha'],
      ['fraud-one', 'alpha'],
      ['fraud-one', 'beta'],
    ]) {
      await sagemaker.send(new AssociateTrialComponentCommand({ TrialName, TrialComponentName }));
    }
    const put = (TrialComponentName: string, values: number[]) =>
      plane.clients().metrics.send(
        new BatchPutMetricsCommand({
          TrialComponentName,
          MetricData: values.map((Value, Step) => ({
            MetricName: 'test:loss',
            Timestamp: new Date(plane.clock.now()),
            Step,
            Value,
          })),
        }),
      );
    await put('alpha', [3, 1, 2]);
    await put('beta', [9, 8]);
  });

  describe('behaviour', () => {
    plane.executes('sagemaker:Search', { seenBy: 'sagemaker:CreateTrialComponent' }, async () => {
      await create('delta', { DisplayName: 'seen-at-once' });
      expect(await by({ Name: 'DisplayName', Operator: 'Contains', Value: 'at-once' })).toEqual(['delta']);
      await plane.clients().sagemaker.send(new DeleteTrialComponentCommand({ TrialComponentName: 'delta' }));
      expect(await by({ Name: 'DisplayName', Operator: 'Contains', Value: 'at-once' })).toEqual([]);
    });

    it('finds by members, maps, tags, metrics, artifacts and dates', async () => {
      expect(await by({ Name: 'Status.PrimaryStatus', Value: 'Completed' })).toEqual(['alpha']);
      expect(await by({ Name: 'Parameters.rate', Operator: 'GreaterThanOrEqualTo', Value: '0.5' })).toEqual([
        'alpha',
        'gamma',
      ]);
      expect(await by({ Name: 'Parameters.rate.NumberValue', Operator: 'LessThan', Value: '1e-1' })).toEqual(['beta']);
      expect(await by({ Name: 'Parameters.opt.name', Operator: 'In', Value: 'adam,rmsprop' })).toEqual(['alpha']);
      expect(await by({ Name: 'Parameters.depth', Operator: 'GreaterThan', Value: '9' })).toEqual(['alpha']);
      expect(await by({ Name: 'InputArtifacts.data.Value', Operator: 'Contains', Value: 'two' })).toEqual(['beta']);
      expect(await by({ Name: 'Tags.team', Operator: 'NotEquals', Value: 'red' })).toEqual(['alpha', 'gamma']);
      expect(await by({ Name: 'Metrics.test:loss.Max', Operator: 'Equals', Value: '9' })).toEqual(['beta']);
      expect(await by({ Name: 'metrics.test:loss.min', Operator: 'LessThan', Value: '2' })).toEqual(['alpha']);
      expect(await by({ Name: 'StartTime', Value: '2026-01-02T03:04:05' })).toEqual(['alpha']);
      expect(await by({ Name: 'StartTime', Operator: 'GreaterThan', Value: '2026-01-02T04:04:05+01:00' })).toEqual([]);
      expect(await by({ Name: 'StartTime', Operator: 'NotExists' })).toEqual(['beta', 'gamma']);
      expect(await by({ Name: 'Parents', Operator: 'NotExists' })).toEqual(['gamma']);
    });

    it('asks nested filters of one element, plain filters of any', async () => {
      const both: Filter[] = [
        { Name: 'Parents.TrialName', Operator: 'Equals', Value: 'fraud-one' },
        { Name: 'Parents.ExperimentName', Operator: 'Equals', Value: 'Churn' },
      ];
      expect(await by(...both)).toEqual(['alpha']);
      const nested = (Filters: Filter[]) => found({ NestedFilters: [{ NestedPropertyName: 'Parents', Filters }] });
      expect(await nested(both)).toEqual([]);
      expect(await nested([both[0]!, { ...both[1]!, Operator: 'NotEquals' }])).toEqual(['alpha', 'beta']);
    });

    it('combines subexpressions by And and Or', async () => {
      const team = (Value: string): Filter => ({ Name: 'Tags.team', Operator: 'Equals', Value });
      expect(await found({ Operator: 'Or', Filters: [team('red'), team('blue')] })).toEqual(['alpha', 'beta']);
      expect(
        await found({
          Filters: [{ Name: 'Parameters.rate', Operator: 'Exists' }],
          SubExpressions: [{ Operator: 'Or', Filters: [team('red'), { Name: 'Tags.team', Operator: 'NotExists' }] }],
        }),
      ).toEqual(['beta', 'gamma']);
    });

    it('sorts by any property, pages by token, counts all', async () => {
      const sorted = (SortBy?: string, SortOrder?: 'Ascending' | 'Descending') =>
        found(undefined, { SortBy, SortOrder });
      expect(await sorted('Metrics.test:loss.Last', 'Descending')).toEqual(['beta', 'alpha', 'gamma']);
      expect(await sorted('Metrics.test:loss.Last', 'Ascending')).toEqual(['alpha', 'beta', 'gamma']);
      expect(await sorted('parameters.rate', 'Ascending')).toEqual(['beta', 'alpha', 'gamma']);
      plane.clock.set({ time: plane.clock.now() + 60_000 });
      await plane
        .clients()
        .sagemaker.send(new UpdateTrialComponentCommand({ TrialComponentName: 'alpha', DisplayName: 'Changed' }));
      expect((await sorted())[0]).toBe('alpha');
      const first = await search(undefined, { MaxResults: 2 });
      expect(first.TotalHits).toEqual({ Value: 3, Relation: 'EqualTo' });
      const second = await search(undefined, { MaxResults: 2, NextToken: first.NextToken });
      expect(second.Results!.map(({ TrialComponent }) => TrialComponent!.TrialComponentName)).toEqual(['gamma']);
      expect(second.NextToken).toBeUndefined();
    });

    it('shows records with metrics, parents and tags, and follows each of them', async () => {
      const { sagemaker } = plane.clients();
      const beta = async () => (await search({ Filters: [{ Name: 'Tags.team', Value: 'red' }] })).Results![0];
      expect(await beta()).toMatchObject({
        TrialComponent: {
          TrialComponentName: 'beta',
          Metrics: [{ MetricName: 'test:loss', Max: 9, Min: 8, Count: 2 }],
          Parents: [{ TrialName: 'fraud-one', ExperimentName: 'Fraud' }],
          Tags: [{ Key: 'team', Value: 'red' }],
        },
      });
      const ResourceArn = (await beta())!.TrialComponent!.TrialComponentArn;
      await sagemaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'state', Value: 'kept' }] }));
      expect(await by({ Name: 'Tags.state', Value: 'kept' })).toEqual(['beta']);
      const membership = { TrialName: 'fraud-one', TrialComponentName: 'beta' };
      await sagemaker.send(new DisassociateTrialComponentCommand(membership));
      expect(await by({ Name: 'Parents.TrialName', Value: 'fraud-one' })).toEqual(['alpha']);
      await sagemaker.send(new AssociateTrialComponentCommand(membership));
      expect(await by({ Name: 'Parents.TrialName', Value: 'fraud-one' })).toEqual(['alpha', 'beta']);
    });

    it('hides what visibility conditions exclude, and everything of another account', async () => {
      expect(await found(undefined, { VisibilityConditions: [{ Key: 'Tags.team', Value: 'blue' }] })).toEqual([
        'alpha',
        'gamma',
      ]);
      expect((await search(undefined, {}, 1)).Results).toEqual([]);
    });

    it('makes its index again after a restart', async () => {
      await plane.restart();
      expect(await by({ Name: 'Tags.team', Operator: 'Exists' })).toEqual(['alpha', 'beta']);
    });

    it('finds experiments by name and trials by their components', async () => {
      const names = async (Resource: SearchCommandInput['Resource'], Filters: Filter[]) =>
        (await plane.clients().sagemaker.send(new SearchCommand({ Resource, SearchExpression: { Filters } }))).Results!;
      expect(await names('Experiment', [{ Name: 'ExperimentName', Value: 'Churn' }])).toMatchObject([
        { Experiment: { ExperimentName: 'Churn' } },
      ]);
      expect(
        await names('ExperimentTrial', [{ Name: 'TrialComponentSummaries.TrialComponentName', Value: 'beta' }]),
      ).toMatchObject([{ Trial: { TrialName: 'fraud-one' } }]);
    });

    it('finds packages by the elements of their lists, and groups', async () => {
      await createGroup(plane.clients(), 'movies');
      const arn = await createVersion(plane.clients(), 'movies', {
        ModelApprovalStatus: 'Approved',
        CustomerMetadataProperties: { note: 'kept' },
        InferenceSpecification: inferenceSpecification('s3://bucket/key'),
      });
      const packages = (Filters: Filter[]) =>
        plane.clients().sagemaker.send(new SearchCommand({ Resource: 'ModelPackage', SearchExpression: { Filters } }));
      for (const filter of [
        { Name: 'ModelApprovalStatus', Value: 'Approved' },
        { Name: 'CustomerMetadataProperties.note', Value: 'kept' },
        { Name: 'InferenceSpecification.SupportedContentTypes', Value: 'application/json' },
        { Name: 'InferenceSpecification.Containers.ModelDataUrl', Operator: 'Contains', Value: '/key' },
        { Name: 'ModelPackageVersion', Operator: 'LessThan', Value: '2' },
      ] satisfies Filter[]) {
        expect((await packages([filter])).Results).toMatchObject([{ ModelPackage: { ModelPackageArn: arn } }]);
      }
    });

    it(
      'finds training jobs by hyperparameters and metrics, and their components by the job',
      { timeout: 40_000 },
      async () => {
        const { sagemaker } = plane.clients();
        await makeOutputBucket(plane.clients());
        await runTrainingJob(
          plane.clients(),
          trainingJob('learned', 'echo "acc=0.75"', {
            HyperParameters: { rate: '1.5' },
            AlgorithmSpecification: {
              TrainingImage: 'spec/shell:1',
              TrainingInputMode: 'File',
              MetricDefinitions: [{ Name: 'acc', Regex: 'acc=([0-9.]+)' }],
            },
          }),
        );
        const jobs = (filter: Filter) =>
          sagemaker.send(new SearchCommand({ Resource: 'TrainingJob', SearchExpression: { Filters: [filter] } }));
        for (const [filter, hits] of [
          [{ Name: 'Metrics.acc', Operator: 'GreaterThan', Value: '0.7' }, 1],
          [{ Name: 'FinalMetricDataList.MetricName', Operator: 'Equals', Value: 'acc' }, 1],
          [{ Name: 'HyperParameters.rate', Operator: 'GreaterThan', Value: '1.2' }, 1],
          [{ Name: 'HyperParameters.rate', Operator: 'GreaterThan', Value: '1' }, 0],
          [{ Name: 'HyperParameters.rate', Operator: 'Equals', Value: '1' }, 1],
          [{ Name: 'EnableManagedSpotTraining', Operator: 'Equals', Value: 'true' }, 0],
        ] satisfies [Filter, number][]) {
          expect([filter, (await jobs(filter)).TotalHits!.Value]).toEqual([filter, hits]);
        }
        expect(
          await by({ Name: 'SourceDetail.TrainingJob.TrainingJobStatus', Operator: 'Equals', Value: 'Completed' }),
        ).toEqual(['learned-aws-training-job']);
      },
    );
  });

  describe('components of batch jobs', () => {
    const batch = withPlane({ images: PROCESSING_IMAGES });

    it('finds them by their processing job', async () => {
      await runProcessingJob(batch.clients(), processingJob('prepared', 'true'));
      const answer = await batch.clients().sagemaker.send(
        new SearchCommand({
          Resource: 'ExperimentTrialComponent',
          SearchExpression: {
            Filters: [
              { Name: 'SourceDetail.ProcessingJob.ProcessingJobStatus', Operator: 'Equals', Value: 'Completed' },
            ],
          },
        }),
      );
      expect(answer.Results).toMatchObject([
        { TrialComponent: { SourceDetail: { ProcessingJob: { ProcessingJobName: 'prepared' } } } },
      ]);
    });
  });

  describe('validation', () => {
    const filter = (Name: string, Operator?: Filter['Operator'], Value?: string): SearchExpression => ({
      Filters: [{ Name, Operator, Value }],
    });

    it('refuses names, operators and values that do not suit', async () => {
      await refused(filter('NoSuch', 'Exists'), 'Unknown property name: NoSuch');
      await refused(filter('Metrics.loss.Median', 'Equals', '1'), 'not supported for group property');
      await refused(filter('DisplayName', 'GreaterThan', 'a'), 'Operator GreaterThan is not supported');
      await refused(filter('Metrics.loss.Max', 'Contains', '1'), 'Operator Contains is not supported');
      await refused(filter('Metrics.loss.Max', 'Equals', 'much'), "Invalid value 'much'");
      await refused(filter('CreationTime', 'Equals', 'today'), "Invalid value 'today'");
      await refused(filter('CreationTime', 'Equals'), 'requires a Value');
      await refused(filter('Parents', 'Equals', 'x'), 'not supported for group property');
      await refused({}, 'at least one');
      await refused(filter('DisplayName', 'Exists'), 'Unknown property name', { SortBy: 'NoSuch' });
    });

    it('refuses nested filters on what is no list and on what is not inside', async () => {
      const nested = (NestedPropertyName: string, Name: string): SearchExpression => ({
        NestedFilters: [{ NestedPropertyName, Filters: [{ Name, Operator: 'Exists' }] }],
      });
      await refused(nested('DisplayName', 'DisplayName'), 'is not a list');
      await refused(nested('Parents', 'DisplayName'), 'is not one of the elements of Parents');
    });

    it('refuses too many elements, bad tokens, and what the plane does not have', async () => {
      const exists: Filter = { Name: 'DisplayName', Operator: 'Exists' };
      const twelve = Array.from({ length: 12 }, () => exists);
      await refused(
        { Filters: twelve, SubExpressions: Array.from({ length: 9 }, () => ({ Filters: [exists] })) },
        '20',
      );
      await refused({ SubExpressions: Array.from({ length: 5 }, () => ({ Filters: twelve })) }, '50');
      await refused({ Filters: [exists] }, 'Invalid pagination token', { NextToken: 'bogus' });
      await refused({ Filters: [exists] }, 'CrossAccount', { CrossAccountFilterOption: 'CrossAccount' });
      await refused({ Filters: [exists] }, 'Resource: HubContent', { Resource: 'HubContent' });
      const { NextToken } = await search(undefined, { MaxResults: 1 });
      await refused({ Filters: [exists] }, 'Invalid pagination token', { NextToken });
    });
  });
});

import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateModelCommand,
  DescribeArtifactCommand,
  DescribeActionCommand,
  DescribeContextCommand,
  ListActionsCommand,
  ListAssociationsCommand,
  QueryLineageCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { createConfig, servingImages, SERVING_IMAGE, untilStatus } from '../../../testing/endpoint-fixtures.ts';
import { createGroup, createVersion, inferenceSpecification, waitFor, withPlane } from '../../../testing/index.ts';
import { artifactOf, contextOf } from '../../../testing/lineage-fixtures.ts';
import { awsServices } from '../../aws-services.ts';
import { lineageFollower } from './lineage-follower.ts';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../../../testing/training-jobs.ts';

const DATA = 's3://watch-log/train/';
const ACCOUNT = 'arn:aws:sagemaker:us-east-1:111111111111';
const JOB = `${ACCOUNT}:experiment-trial-component/films-1-aws-training-job`;

describe('lineage that SageMaker makes itself', () => {
  const plane = withPlane({
    images: { resolve: (uri) => TRAINING_IMAGES.resolve(uri) ?? servingImages.resolve(uri) },
    // Every event is told twice.
    services: awsServices.map((service) => ({
      ...service,
      followers: (service.followers ?? []).flatMap((each) =>
        each === lineageFollower ? [each, { ...each, name: `${each.name} again` }] : [each],
      ),
    })),
  });
  let version: string;
  let modelData: string;
  const endpointArn = `${ACCOUNT}:endpoint/films`;

  /** What a query finds, as `type of its kind`, once the plane has followed all events. */
  const found = async (start: string, Direction: 'Ascendants' | 'Descendants') => {
    const { Vertices } = await plane
      .clients()
      .sagemaker.send(new QueryLineageCommand({ StartArns: [start], Direction }));
    return Vertices!.map(({ Arn, Type, LineageType }) => ({ Arn, what: `${LineageType} ${Type}` }));
  };
  const endpointContext = () => waitFor(() => contextOf(plane.clients(), endpointArn));
  const deployments = async () =>
    (await plane.clients().sagemaker.send(new ListActionsCommand({ SourceUri: endpointArn }))).ActionSummaries!;
  const countOf = async () =>
    (await plane.clients().sagemaker.send(new ListAssociationsCommand({ MaxResults: 100 }))).AssociationSummaries!
      .length;

  beforeAll(async () => {
    const clients = plane.clients();
    await makeOutputBucket(clients);
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'watch-log' }));
    await clients.s3.send(new PutObjectCommand({ Bucket: 'watch-log', Key: 'train/part-1.csv', Body: '1,2,3\n' }));
    const job = await runTrainingJob(
      clients,
      trainingJob('films-1', 'cp input/data/train/part-1.csv model/name.txt', {
        InputDataConfig: [
          { ChannelName: 'train', DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: DATA } } },
        ],
      }),
    );
    expect(job.TrainingJobStatus, job.FailureReason).toBe('Completed');
    modelData = job.ModelArtifacts!.S3ModelArtifacts!;
    await createGroup(clients, 'films');
    const InferenceSpecification = inferenceSpecification(modelData);
    InferenceSpecification.Containers![0]!.Image = SERVING_IMAGE;
    version = await createVersion(clients, 'films', { InferenceSpecification });
    plane.clock.set({ time: plane.clock.now() + 5000 });
    await clients.sagemaker.send(
      new UpdateModelPackageCommand({ ModelPackageArn: version, ModelApprovalStatus: 'Approved' }),
    );
    plane.clock.set({ time: plane.clock.now() + 5000 });
    const ModelLifeCycle = { Stage: 'Staging', StageStatus: 'InProgress' };
    await clients.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn: version, ModelLifeCycle }));
    await clients.sagemaker.send(
      new CreateModelCommand({ ModelName: 'films', PrimaryContainer: { ModelPackageName: version } }),
    );
    await createConfig(clients, 'films', { ModelName: 'films' });
    await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'films', EndpointConfigName: 'films' }));
    await untilStatus(clients, 'films', 'InService');
    await endpointContext();
  }, 60_000);

  it('leads from the data set to the endpoint', async () => {
    const data = await artifactOf(plane.clients(), DATA);
    expect((await found(data!, 'Descendants')).map(({ what }) => what)).toEqual([
      'TrialComponent SageMakerTrainingJob',
      'Artifact Model',
      'Artifact Model',
      'Action ModelDeployment',
      'Context ModelGroup',
      'Context Endpoint',
    ]);
  });

  it('leads back from the endpoint to the data set', async () => {
    const before = await found(await endpointContext(), 'Ascendants');
    const arns = before.map(({ Arn }) => Arn);
    for (const uri of [DATA, modelData, version, 'spec/shell:1', SERVING_IMAGE]) {
      expect(arns, uri).toContain(await artifactOf(plane.clients(), uri));
    }
    expect(before).toContainEqual({ Arn: JOB, what: 'TrialComponent SageMakerTrainingJob' });
    expect(before.filter(({ what }) => what === 'Action Approval')).toHaveLength(2);
  });

  it('names and types entities as SageMaker does', async () => {
    const { sagemaker } = plane.clients();
    const artifact = async (uri: string) =>
      sagemaker.send(new DescribeArtifactCommand({ ArtifactArn: await artifactOf(plane.clients(), uri) }));
    expect(await artifact(DATA)).toMatchObject({ ArtifactType: 'DataSet', Source: { SourceUri: DATA } });
    expect(await artifact(modelData)).toMatchObject({ ArtifactType: 'Model' });
    expect(await artifact(version)).toMatchObject({ ArtifactType: 'Model' });
    expect(await artifact('spec/shell:1')).toMatchObject({ ArtifactType: 'Image' });
    expect(await sagemaker.send(new DescribeContextCommand({ ContextName: await endpointContext() }))).toMatchObject({
      ContextName: expect.stringMatching(/^films-[0-9]{10}-aws-endpoint$/) as string,
      ContextType: 'Endpoint',
      Source: { SourceUri: endpointArn },
    });
    const approvals = await sagemaker.send(new ListActionsCommand({ ActionType: 'Approval', SortOrder: 'Ascending' }));
    expect(approvals.ActionSummaries!.map(({ ActionName }) => ActionName)).toEqual([
      expect.stringMatching(/^films-1-PendingManualApproval-[0-9]{10}-aws-model-group$/),
      expect.stringMatching(/^films-1-Approved-[0-9]{10}-aws-model-group$/),
    ]);
  });

  it('records each deployment, and how it ended', async () => {
    const clients = plane.clients();
    await waitFor(async () => (await deployments())[0]?.Status === 'Completed');
    await clients.sagemaker.send(
      new CreateModelCommand({
        ModelName: 'broken',
        PrimaryContainer: { Image: 'spec/missing:1', ModelDataUrl: modelData },
      }),
    );
    await createConfig(clients, 'broken', { ModelName: 'broken' });
    const time = plane.clock.now() + 5000;
    for (const count of [2, 3]) {
      plane.clock.set({ time }); // both within one second
      await clients.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'films', EndpointConfigName: 'broken' }));
      await untilStatus(clients, 'films', 'InService');
      await waitFor(async () => (await deployments()).filter(({ Status }) => Status !== 'InProgress').length === count);
    }
    expect((await deployments()).map(({ Status }) => Status)).toEqual(['Failed', 'Failed', 'Completed']);
    const [failed] = await deployments();
    const { Source } = await clients.sagemaker.send(new DescribeActionCommand({ ActionName: failed!.ActionName }));
    expect(Source).toEqual({ SourceUri: endpointArn });
  }, 30_000);

  it('is made once, and survives a restart', async () => {
    const [count, context] = [await countOf(), await endpointContext()];
    expect(await deployments()).toHaveLength(3);
    await plane.restart();
    expect([await countOf(), await endpointContext()]).toEqual([count, context]);
    expect((await deployments()).map(({ Status }) => Status)).toEqual(['Failed', 'Failed', 'Completed']);
  }, 30_000);
});

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import {
  createConfig,
  createServedModel,
  invoke,
  serve,
  servingImages,
  untilGone,
  untilStatus,
  type ServedModel,
} from '../../../testing/endpoint-fixtures.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:111111111111:endpoint';
const ROLE = 'arn:aws:iam::111111111111:role/service';
const SECONDS = 30_000;

describe('CreateEndpoint', () => {
  const plane = withPlane({ images: servingImages });

  const create = async (name: string, model: ServedModel): Promise<void> => {
    const clients = plane.clients();
    await createServedModel(clients, name, model);
    await createConfig(clients, name, { ModelName: name });
    await clients.sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  };

  const remove = async (name: string): Promise<void> => {
    await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await untilGone(plane.clients(), name);
  };

  plane.executes(
    'sagemaker:CreateEndpoint',
    { seenBy: 'sagemaker-runtime:InvokeEndpoint', timeout: SECONDS },
    async () => {
      const clients = plane.clients();
      await serve(clients, 'ratings', { environment: { FROM: 'model' }, roleArn: ROLE });
      const seen = await invoke(clients, 'ratings', { user: 1 });
      expect(seen).toMatchObject({ model: 'ratings', body: '{"user":1}', env: { FROM: 'model' } });
      expect(seen.env).toMatchObject({
        AWS_ENDPOINT_URL: plane.url,
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      });
      await remove('ratings');
    },
  );

  plane.executes('sagemaker:DescribeEndpoint', { seenBy: 'sagemaker:CreateEndpoint', timeout: SECONDS }, async () => {
    const clients = plane.clients();
    await createServedModel(clients, 'shown');
    await createConfig(clients, 'shown', { ModelName: 'shown', InitialInstanceCount: 2, InitialVariantWeight: 3 });
    const { EndpointArn } = await clients.sagemaker.send(
      new CreateEndpointCommand({
        EndpointName: 'shown',
        EndpointConfigName: 'shown',
        Tags: [{ Key: 'team', Value: 'films' }],
      }),
    );
    expect(EndpointArn).toBe(`${ARN}/shown`);
    const creating = await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'shown' }));
    expect(creating).toMatchObject({
      EndpointStatus: 'Creating',
      EndpointConfigName: 'shown',
      PendingDeploymentSummary: {
        EndpointConfigName: 'shown',
        ProductionVariants: [
          {
            VariantName: 'shown',
            DesiredInstanceCount: 2,
            VariantStatus: [{ Status: 'Creating', StatusMessage: 'Launching 2 instance(s).' }],
          },
        ],
      },
    });
    expect(creating.ProductionVariants).toBeUndefined();
    await expect(invoke(clients, 'shown')).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Endpoint shown of account 111111111111 not found.',
    });
    for (const command of [
      new DeleteEndpointCommand({ EndpointName: 'shown' }),
      new UpdateEndpointCommand({ EndpointName: 'shown', EndpointConfigName: 'shown' }),
    ]) {
      await expect(clients.sagemaker.send(command as DeleteEndpointCommand)).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Cannot update in-progress endpoint "${ARN}/shown".`,
      });
    }
    const shown = await untilStatus(clients, 'shown', 'InService');
    expect(shown).toMatchObject({
      EndpointArn,
      CreationTime: creating.CreationTime,
      ProductionVariants: [
        {
          VariantName: 'shown',
          DeployedImages: [{ SpecifiedImage: 'spec/serving:1', ResolutionTime: expect.any(Date) }],
          CurrentWeight: 3,
          DesiredWeight: 3,
          CurrentInstanceCount: 2,
          DesiredInstanceCount: 2,
        },
      ],
    });
    expect(shown.PendingDeploymentSummary).toBeUndefined();
    expect(shown.LastModifiedTime!.getTime()).toBeGreaterThan(shown.CreationTime!.getTime());
    const { Tags } = await clients.sagemaker.send(new ListTagsCommand({ ResourceArn: EndpointArn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'films' }]);
    const runs = new Set<string>();
    await waitFor(async () => runs.add((await invoke(clients, 'shown')).run).size === 2);
    await remove('shown');
  });

  it(
    'gives a model without a role no credentials, and hides those of the machine',
    async () => {
      await serve(plane.clients(), 'roleless');
      const { env } = await invoke(plane.clients(), 'roleless');
      expect(env).toEqual({
        AWS_ENDPOINT_URL: plane.url,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
      });
      await remove('roleless');
    },
    SECONDS,
  );

  it(
    "delivers what its containers print to the endpoint's log group",
    async () => {
      const clients = plane.clients();
      await serve(clients, 'logged');
      await invoke(clients, 'logged', { log: 'one request' });
      const { events } = await waitFor(async () => {
        const found = await clients.logs.send(
          new FilterLogEventsCommand({ logGroupName: '/aws/sagemaker/Endpoints/logged' }),
        );
        return (found.events ?? []).length >= 2 && found;
      });
      expect(events!.map(({ message }) => message)).toEqual(['listening, model logged', 'one request']);
      expect(events![0]!.logStreamName).toMatch(/^logged\/i-0[0-9a-f]{16}$/);
      await remove('logged');
    },
    SECONDS,
  );

  it('refuses a name that is taken, a configuration that is not there, and what it does not execute', async () => {
    const { sagemaker } = plane.clients();
    await create('taken', { image: 'spec/unknown:1' });
    const input = { EndpointName: 'taken', EndpointConfigName: 'taken' };
    await expect(sagemaker.send(new CreateEndpointCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot create already existing endpoint "${ARN}/taken".`,
    });
    await expect(
      sagemaker.send(new CreateEndpointCommand({ EndpointName: 'x', EndpointConfigName: 'none' })),
    ).rejects.toMatchObject({
      message: `Could not find endpoint configuration "${ARN}-config/none".`,
    });
    const DeploymentConfig = {
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY' as const, WaitIntervalInSeconds: 1 } },
    };
    await expect(
      sagemaker.send(new CreateEndpointCommand({ ...input, EndpointName: 'x', DeploymentConfig })),
    ).rejects.toThrow(/does not execute 'DeploymentConfig'/);
    await expect(sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'x' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Could not find endpoint "${ARN}/x".`,
    });
  });

  const UNFIT: readonly (readonly [string, ServedModel, RegExp])[] = [
    ['an image that nothing runs', { image: 'spec/unknown:1' }, /^Cannot run image spec\/unknown:1: /],
    [
      'a program that is not there',
      { image: 'spec/missing:1' },
      /^CannotStartContainerError\. .*variant.*'docker run spec\/missing:1 serve'$/,
    ],
    [
      'a container that ends',
      { environment: { EXIT_AT_START: '1' } },
      /did not pass the ping health check\. Please check CloudWatch logs/,
    ],
    [
      'an archive that is none',
      { archive: 'no archive' },
      /^Failed to extract model data archive from URL "s3:\/\/models-unfit-3\/model\.tar\.gz"\./,
    ],
  ];
  it.each(UNFIT.map((each, index) => [...each, `unfit-${index}`] as const))(
    'fails for %s; then only a delete helps',
    async (_, model, reason, name) => {
      const { sagemaker } = plane.clients();
      await create(name, model);
      const failed = await untilStatus(plane.clients(), name, 'Failed');
      expect(failed.FailureReason).toMatch(reason);
      await expect(
        sagemaker.send(new UpdateEndpointCommand({ EndpointName: name, EndpointConfigName: name })),
      ).rejects.toMatchObject({ name: 'ValidationException' });
      await remove(name);
    },
    SECONDS,
  );

  it(
    'fails when no ping is answered in time',
    async () => {
      await create('mute', { environment: { PING_STATUS: '503' } });
      const { sagemaker, logs } = plane.clients();
      await waitFor(async () => {
        const found = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/sagemaker/Endpoints/mute' }));
        return found.events!.length > 0;
      });
      plane.clock.set({ time: plane.clock.now() + 239_000 });
      const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'mute' }));
      expect(EndpointStatus).toBe('Creating');
      plane.clock.set({ time: plane.clock.now() + 2_000 });
      const failed = await untilStatus(plane.clients(), 'mute', 'Failed');
      expect(failed.FailureReason).toBe(
        'The primary container for production variant mute did not pass the ping health check. Please check CloudWatch logs for this endpoint.',
      );
      await remove('mute');
    },
    SECONDS,
  );

  it(
    'keeps accounts apart',
    async () => {
      await serve(plane.clients(0), 'private');
      await expect(invoke(plane.clients(1), 'private')).rejects.toMatchObject({
        message: 'Endpoint private of account 222222222222 not found.',
      });
      const { sagemaker } = plane.clients(1);
      for (const command of [
        new DescribeEndpointCommand({ EndpointName: 'private' }),
        new DeleteEndpointCommand({ EndpointName: 'private' }),
      ]) {
        await expect(sagemaker.send(command as DescribeEndpointCommand)).rejects.toThrow(/Could not find endpoint/);
      }
      expect(await invoke(plane.clients(0), 'private')).toMatchObject({ model: 'private' });
      await remove('private');
    },
    SECONDS,
  );
});

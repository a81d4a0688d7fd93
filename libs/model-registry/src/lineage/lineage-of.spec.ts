import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  ListArtifactsCommand,
  ListContextsCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { putModelData, productionVariant, waitFor, withPlane } from '@gradus/plane/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeDecision } from '../metadata.ts';
import { registerVersion } from '../publish.ts';
import { facts, versionToRegister } from '../testing/version-to-register.ts';
import { lineageOf } from './lineage-of.ts';
import type { LineageGraph } from './lineage-graph.ts';

describe('lineageOf', () => {
  const plane = withPlane();
  let version: string;
  let endpoint: string;
  const drawn = ({ nodes, edges }: LineageGraph): string[] => {
    const names = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]));
    return edges
      .map(({ from, to }) => `${names.get(from)} > ${names.get(to)}`.replace(/-[0-9]{10}\b/, '-<time>'))
      .sort();
  };
  const INTO_VERSION = [
    'artifact model.tar.gz > version films version 1',
    'code sourcedir.tar.gz > job films-20260131-120509-a1b2c3',
    'data prepared_watch_log > job films-20260131-120509-a1b2c3',
    'job films-20260131-120509-a1b2c3 > artifact model.tar.gz',
    'notebook notebook.ipynb > job films-20260131-120509-a1b2c3',
  ];

  beforeAll(async () => {
    const clients = plane.clients();
    const artifact = await putModelData(clients, 'films');
    const registered = await registerVersion(
      clients,
      versionToRegister('films', 'films-1', { artifact, facts: facts() }),
    );
    version = registered.arn;
    plane.clock.set({ time: plane.clock.now() + 2000 });
    await clients.sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: version,
        ModelApprovalStatus: 'Approved',
        ApprovalDescription: 'above the gate',
        CustomerMetadataProperties: encodeDecision({ by: 'arn:aws:iam::111111111111:user/mina', at: new Date() }),
      }),
    );
    await clients.sagemaker.send(
      new CreateModelCommand({ ModelName: 'films', PrimaryContainer: { ModelPackageName: version } }),
    );
    await clients.sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'films',
        ProductionVariants: [productionVariant('films')],
      }),
    );
    const { EndpointArn } = await clients.sagemaker.send(
      new CreateEndpointCommand({ EndpointName: 'films', EndpointConfigName: 'films' }),
    );
    endpoint = EndpointArn!;
    // No image runs here: the endpoint fails, and its lineage says so.
    await waitFor(async () => {
      const { ContextSummaries } = await clients.sagemaker.send(new ListContextsCommand({ SourceUri: endpoint }));
      return ContextSummaries!.length > 0;
    });
    await waitFor(async () => (await lineageOf(clients, endpoint)).nodes.some(({ detail }) => detail === 'Failed'));
  });

  it('leads from data and notebook through a version to its endpoint', async () => {
    const graph = await lineageOf(plane.clients(), version);
    expect(graph.start).toBe(version);
    expect(drawn(graph)).toEqual(
      [
        ...INTO_VERSION,
        'approval Approved > version films version 1',
        'image serving:0.1.0 > version films version 1',
        'version films version 1 > deployment films-<time>',
        'deployment films-<time> > endpoint films',
      ].sort(),
    );
  });

  it('leads to an endpoint, by ARN and by name', async () => {
    const graph = await lineageOf(plane.clients(), 'films');
    expect(graph).toEqual(await lineageOf(plane.clients(), endpoint));
    expect(graph.start).toBe(endpoint);
    expect(drawn(graph)).toEqual(expect.arrayContaining(INTO_VERSION));
    expect(graph.nodes.find(({ kind }) => kind === 'endpoint')).toMatchObject({ id: endpoint, arn: endpoint });
  });

  it('tells what the registry knows', async () => {
    const { nodes } = await lineageOf(plane.clients(), version);
    const detailOf = (wanted: string) => nodes.find(({ kind }) => kind === wanted)?.detail;
    expect(detailOf('data')).toContain('100,836 rows, sha256 abababababab');
    expect(detailOf('approval')).toBe('mina: above the gate');
  });

  it('rests on the facts where SageMaker has recorded nothing', async () => {
    const clients = plane.clients(0, 'eu-west-1');
    const { arn } = await registerVersion(clients, versionToRegister('films', 'films-2'));
    await waitFor(async () => {
      const { ArtifactSummaries } = await clients.sagemaker.send(new ListArtifactsCommand({ SourceUri: arn }));
      return ArtifactSummaries!.length > 0;
    });
    expect(drawn(await lineageOf(clients, arn))).toEqual(expect.arrayContaining(INTO_VERSION));
  });

  it('passes on SageMaker’s error for what is not there', async () => {
    await expect(lineageOf(plane.clients(), 'none')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(lineageOf(plane.clients(), version.replace(/1$/, '9'))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

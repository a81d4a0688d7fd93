import { QueryLineageCommand, type QueryLineageCommandInput } from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import {
  associate,
  createAction,
  createArtifact,
  createContext,
  lineageArns,
} from '../../../testing/lineage-fixtures.ts';

describe('QueryLineage', () => {
  const plane = withPlane();
  const arns: Record<string, string> = {};
  const nameOf = (arn: string): string => Object.entries(arns).find(([, each]) => each === arn)![0];
  const query = async (start: string, more: QueryLineageCommandInput = {}): Promise<string[]> =>
    (await lineageArns(plane.clients(), arns[start]!, more)).map(nameOf);

  // data, code -> model -> deploy -> endpoint; data -> other
  beforeAll(async () => {
    const clients = plane.clients();
    arns['data'] = await createArtifact(clients, 's3://data');
    arns['code'] = await createArtifact(clients, 's3://code', 'Code', { language: 'python', commit: 'a' });
    plane.clock.set({ time: plane.clock.now() + 60_000 });
    arns['model'] = await createArtifact(clients, 's3://model', 'Model', { commit: 'b' });
    arns['other'] = await createArtifact(clients, 's3://other', 'Model');
    arns['deploy'] = await createAction(clients, 'deploy');
    arns['endpoint'] = await createContext(clients, 'endpoint');
    for (const [from, to] of [
      ['data', 'model'],
      ['code', 'model'],
      ['data', 'other'],
      ['model', 'deploy'],
      ['deploy', 'endpoint'],
    ] as const) {
      await associate(clients, arns[from]!, arns[to]!, to === 'endpoint' ? 'AssociatedWith' : 'ContributedTo');
    }
  });

  plane.executes('sagemaker:QueryLineage', { seenBy: 'sagemaker:AddAssociation' }, async () => {
    const more = await createArtifact(plane.clients(), 's3://more');
    await associate(plane.clients(), arns['other']!, more);
    arns['more'] = more;
    expect((await query('data', { Direction: 'Descendants' })).sort()).toEqual([
      'deploy',
      'endpoint',
      'model',
      'more',
      'other',
    ]);
    expect(await query('endpoint', { Direction: 'Ascendants' })).toHaveLength(4);
    expect((await query('model', { Direction: 'Ascendants' })).sort()).toEqual(['code', 'data']);
    expect((await query('code', { Direction: 'Both' })).sort()).toEqual([
      'data',
      'deploy',
      'endpoint',
      'model',
      'more',
      'other',
    ]);
  });

  it('answers types, and edges with what lies between when asked to', async () => {
    const { sagemaker } = plane.clients();
    const answer = await sagemaker.send(
      new QueryLineageCommand({
        StartArns: [arns['code']!],
        Direction: 'Descendants',
        IncludeEdges: true,
        Filters: { Types: ['Endpoint'] },
      }),
    );
    expect(answer.Vertices).toEqual([
      { Arn: arns['model'], Type: 'Model', LineageType: 'Artifact' },
      { Arn: arns['deploy'], Type: 'ModelDeployment', LineageType: 'Action' },
      { Arn: arns['endpoint'], Type: 'Endpoint', LineageType: 'Context' },
    ]);
    expect(answer.Edges).toHaveLength(3);
    expect(answer.Edges).toContainEqual({
      SourceArn: arns['deploy'],
      DestinationArn: arns['endpoint'],
      AssociationType: 'AssociatedWith',
    });
    const without = await sagemaker.send(
      new QueryLineageCommand({ StartArns: [arns['code']!], Filters: { Types: ['Endpoint'] } }),
    );
    expect([without.Vertices!.length, without.Edges]).toEqual([1, []]);
  });

  it('filters by type, kind, time and any of several properties', async () => {
    const of = (Filters: QueryLineageCommandInput['Filters']) =>
      query('endpoint', { Direction: 'Ascendants', Filters });
    const border = new Date(plane.clock.now() - 30_000);
    expect(await of({ LineageTypes: ['Action'] })).toEqual(['deploy']);
    expect((await of({ LineageTypes: ['Artifact'], CreatedBefore: border })).sort()).toEqual(['code', 'data']);
    expect(await of({ LineageTypes: ['Artifact'], CreatedAfter: border })).toEqual(['model']);
    expect(await of({ ModifiedAfter: border, Types: ['Model', 'DataSet'] })).toEqual(['model']);
    expect(await of({ ModifiedBefore: border, Types: ['DataSet'] })).toEqual(['data']);
    expect((await of({ Properties: { commit: 'b', language: 'python' } })).sort()).toEqual(['code', 'model']);
  });

  it('goes as far as MaxDepth', async () => {
    expect(await query('code', { Direction: 'Descendants', MaxDepth: 1 })).toEqual(['model']);
    expect(await query('code', { Direction: 'Descendants', MaxDepth: 2 })).toEqual(['model', 'deploy']);
    for (const MaxDepth of [0, 11]) await expect(query('code', { MaxDepth })).rejects.toThrow(/MaxDepth|maxDepth/);
  });

  it('pages: each entity and each edge once', async () => {
    const { sagemaker } = plane.clients();
    const input = { StartArns: [arns['endpoint']!], Direction: 'Ascendants' as const, IncludeEdges: true };
    const whole = await sagemaker.send(new QueryLineageCommand(input));
    const vertices: unknown[] = [];
    const edges: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sagemaker.send(new QueryLineageCommand({ ...input, MaxResults: 1, NextToken }));
      expect(page.Vertices).toHaveLength(1);
      vertices.push(...page.Vertices!);
      edges.push(...page.Edges!);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(vertices).toEqual(whole.Vertices);
    expect(edges).toHaveLength(whole.Edges!.length);
    expect(edges).toEqual(expect.arrayContaining(whole.Edges!));
    const { NextToken: token } = await sagemaker.send(new QueryLineageCommand({ ...input, MaxResults: 1 }));
    for (const bad of ['x', token]) {
      await expect(
        sagemaker.send(new QueryLineageCommand({ ...input, Direction: 'Both', NextToken: bad })),
      ).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  it('refuses a start that is missing or another account’s', async () => {
    const { sagemaker } = plane.clients();
    const missing = arns['data']!.replace(/.{8}$/, '00000000');
    await expect(lineageArns(plane.clients(), missing)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(lineageArns(plane.clients(1), arns['data']!)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(sagemaker.send(new QueryLineageCommand({}))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

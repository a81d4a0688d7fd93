/** Reads what SageMaker's lineage holds around an entity: all pages, with each entity described. */
import {
  DescribeActionCommand,
  DescribeArtifactCommand,
  DescribeContextCommand,
  ListArtifactsCommand,
  ListContextsCommand,
  QueryLineageCommand,
  type Direction,
  type Edge,
  type Vertex,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';

type Clients = Pick<AwsClients, 'sagemaker'>;

export interface DescribedEntity {
  readonly arn: string;
  /** `DataSet`, `Model`, `Endpoint`, … */
  readonly type: string;
  readonly lineageType: string;
  /** What follows the kind in the ARN. */
  readonly name: string;
  readonly uri?: string;
  /** Of an action. */
  readonly status?: string;
}

export interface Surroundings {
  readonly entities: readonly DescribedEntity[];
  /** ARNs, from source to destination. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The artifact of a model package or the context of an endpoint; undefined where SageMaker has recorded none (yet). */
export async function entityOfResource({ sagemaker }: Clients, resourceArn: string): Promise<string | undefined> {
  const SourceUri = resourceArn;
  if (resourceArn.includes(':endpoint/')) {
    const { ContextSummaries } = await sagemaker.send(new ListContextsCommand({ SourceUri }));
    return ContextSummaries?.[0]?.ContextArn;
  }
  const { ArtifactSummaries } = await sagemaker.send(new ListArtifactsCommand({ SourceUri }));
  return ArtifactSummaries?.[0]?.ArtifactArn;
}

/** The start itself included, its type as given. */
export async function surroundingsOf(
  clients: Clients,
  start: Required<Vertex>,
  directions: readonly Direction[],
): Promise<Surroundings> {
  const vertices = new Map<string, Vertex>([[start.Arn, start]]);
  const edges = new Map<string, { from: string; to: string }>();
  for (const direction of directions) {
    const found = await queryAll(clients, start.Arn, direction);
    for (const vertex of found.vertices) vertices.set(vertex.Arn!, vertex);
    for (const { SourceArn, DestinationArn } of found.edges) {
      edges.set(`${SourceArn} ${DestinationArn}`, { from: SourceArn!, to: DestinationArn! });
    }
  }
  const entities: DescribedEntity[] = [];
  const waiting = [...vertices.values()];
  const work = async (): Promise<void> => {
    for (let vertex = waiting.shift(); vertex; vertex = waiting.shift()) entities.push(await describe(clients, vertex));
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return { entities, edges: [...edges.values()] };
}

const CALLS_AT_ONCE = 8;

async function queryAll({ sagemaker }: Clients, start: string, direction: Direction) {
  const vertices: Vertex[] = [];
  const edges: Edge[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sagemaker.send(
      new QueryLineageCommand({ StartArns: [start], Direction: direction, IncludeEdges: true, NextToken }),
    );
    vertices.push(...(page.Vertices ?? []));
    edges.push(...(page.Edges ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return { vertices, edges };
}

async function describe({ sagemaker }: Clients, { Arn, Type, LineageType }: Vertex): Promise<DescribedEntity> {
  const name = Arn!.slice(Arn!.indexOf('/') + 1);
  const known = { arn: Arn!, type: Type ?? '', lineageType: LineageType ?? '', name };
  if (LineageType === 'Artifact') {
    const { ArtifactName, Source } = await sagemaker.send(new DescribeArtifactCommand({ ArtifactArn: Arn }));
    return { ...known, name: ArtifactName ?? name, ...withUri(Source?.SourceUri) };
  }
  if (LineageType === 'Context') {
    const { Source } = await sagemaker.send(new DescribeContextCommand({ ContextName: name }));
    return { ...known, ...withUri(Source?.SourceUri) };
  }
  if (LineageType === 'Action') {
    const { Source, Status } = await sagemaker.send(new DescribeActionCommand({ ActionName: name }));
    return { ...known, ...withUri(Source?.SourceUri), ...(Status && { status: Status }) };
  }
  return known;
}

const withUri = (uri: string | undefined): { uri?: string } => (uri === undefined ? {} : { uri });

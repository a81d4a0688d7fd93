/** The lineage of a version or an endpoint, from data and notebook to endpoint. */
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { describeVersion } from '../read.ts';
import { addFacts } from './add-facts.ts';
import { entityOfResource, surroundingsOf, type DescribedEntity, type Surroundings } from './lineage-entities.ts';
import type { LineageGraph, LineageLink, LineageNode } from './lineage-graph.ts';
import { lastPart, nodeOf } from './lineage-node.ts';

type Clients = Pick<AwsClients, 'sagemaker'>;

const NOTHING: Surroundings = { entities: [], edges: [] };

/**
 * What SageMaker's lineage holds of it and what the registry's facts add. Of what SageMaker has not recorded yet, the
 * facts alone speak.
 *
 * @param subject ARN of a version (a model package), or ARN or name of an endpoint
 * @throws ValidationException of SageMaker for a version, or a name of an endpoint, that is not there
 */
export async function lineageOf(clients: Clients, subject: string): Promise<LineageGraph> {
  const arn = subject.startsWith('arn:') ? subject : await endpointArn(clients, subject);
  const isEndpoint = arn.includes(':endpoint/');
  const entity = await entityOfResource(clients, arn);
  const { entities, edges } = entity
    ? await surroundingsOf(
        clients,
        isEndpoint
          ? { Arn: entity, Type: 'Endpoint', LineageType: 'Context' }
          : { Arn: entity, Type: 'Model', LineageType: 'Artifact' },
        isEndpoint ? ['Ascendants'] : ['Ascendants', 'Descendants'],
      )
    : NOTHING;
  const graph = graphOf(arn, entities, edges);
  const versions = await Promise.all(
    graph.nodes.filter(({ kind }) => kind === 'version').map(({ arn: version }) => describeVersion(clients, version!)),
  );
  return versions.reduce(addFacts, graph);
}

async function endpointArn({ sagemaker }: Clients, name: string): Promise<string> {
  return (await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }))).EndpointArn!;
}

const graphOf = (
  start: string,
  entities: readonly DescribedEntity[],
  edges: readonly { readonly from: string; readonly to: string }[],
): LineageGraph => {
  const nodes = new Map<string, LineageNode>();
  for (const entity of entities) {
    const node = nodeOf(entity);
    if (node) nodes.set(entity.arn, node);
  }
  const links = edges.flatMap(({ from, to }): LineageLink[] => {
    const [source, target] = [nodes.get(from), nodes.get(to)];
    return source && target ? [{ from: source.id, to: target.id }] : [];
  });
  const shown = [...nodes.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  return {
    start,
    nodes: shown.some(({ id }) => id === start) ? shown : [unrecorded(start), ...shown],
    edges: links,
  };
};

/** The node of what SageMaker's lineage does not hold. */
const unrecorded = (arn: string): LineageNode => {
  const type = arn.includes(':endpoint/') ? 'Endpoint' : 'Model';
  return nodeOf({ arn, uri: arn, type, lineageType: '', name: lastPart(arn) })!;
};

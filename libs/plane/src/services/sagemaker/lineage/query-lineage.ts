/**
 * QueryLineage: the entities before and after an entity, with the associations between them.
 * @source docs - depth counts associations; with edges come the entities on the way; the start is not among them
 * @source unverified - the defaults (both directions, depth 10, 50 entities a page); the texts; the order: by depth
 */
import type { QueryFilters } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { decodeDocument } from '../../../store/document.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { unsupported } from '../unsupported.ts';
import { entityNotFound } from './lineage-entity-table.ts';
import { lineageFilter, lineageTypeOf, type WalkedEntity } from './lineage-filter.ts';
import { edgesIn } from './lineage-edges.ts';
import { pageOfVertices, type Place } from './lineage-page.ts';
import { pathsTo, walkLineage, type LineageEdge } from './lineage-walk.ts';
import { pacedEach } from './paced-each.ts';

const OPERATION = 'QueryLineage';
const MAX_DEPTH = 10;
const MAX_RESULTS = 50;
const ARNS_AT_ONCE = 32;
/** The longest type that a vertex can show. */
const TYPE_CHARACTERS = 40;

const KINDS = ['artifact', 'action', 'context', 'experiment-trial-component'];

export const queryLineage: SageMakerHandler<typeof OPERATION> = async (input, context) => {
  const { Direction = 'Both', IncludeEdges = false, Filters, MaxDepth = MAX_DEPTH, MaxResults = MAX_RESULTS } = input;
  const start = input.StartArns?.[0];
  if (start === undefined) throw unsupported(OPERATION, 'a query without StartArns');
  if (MaxDepth < 1) throw validationException('MaxDepth must be at least 1.');
  if (MaxResults < 1) throw validationException('MaxResults must be at least 1.');
  ownArn(start, KINDS, context, OPERATION);
  if (entitiesIn(context, [start]).length === 0) throw entityNotFound(start);

  const { store } = context.plane;
  const walk = await walkLineage(edgesIn(store), start, Direction, MaxDepth);
  const wanted = await matching(context, walk.depths, Filters);
  const kept = IncludeEdges ? await pathsTo(walk, wanted) : wanted;
  kept.delete(start);
  const placeOf = (arn: string): Place => ({ arn, depth: walk.depths.get(arn)! });
  const { arns, position, nextToken } = await pageOfVertices(places(kept, placeOf), {
    ...{
      query: JSON.stringify([start, Direction, IncludeEdges, Filters, MaxDepth]),
      MaxResults,
      token: input.NextToken,
    },
  });
  const edges: LineageEdge[] = [];
  if (IncludeEdges) {
    await pacedEach(walk.edges.values(), (edge) => {
      const [source, destination] = [placeOf(edge.source), placeOf(edge.destination)];
      if (![source, destination].every(({ arn }) => arn === start || kept.has(arn))) return;
      if (position(source.depth > destination.depth ? source : destination) === 'here') edges.push(edge);
    });
  }
  const shown = new Map(entitiesIn(context, arns).map((entity) => [entity.arn, entity]));
  return {
    Vertices: arns
      .flatMap((arn) => shown.get(arn) ?? [])
      .map((entity) => ({
        Arn: entity.arn,
        Type: entity.type.slice(0, TYPE_CHARACTERS),
        LineageType: lineageTypeOf(entity),
      })),
    Edges: edges.map(({ source, destination, type }) => ({
      SourceArn: source,
      DestinationArn: destination,
      AssociationType: type ?? undefined,
    })),
    NextToken: nextToken,
  };
};

function* places(arns: Iterable<string>, placeOf: (arn: string) => Place): Iterable<Place> {
  for (const arn of arns) yield placeOf(arn);
}

/** Which of the walked entities the filters want. */
const matching = async (
  context: CallContext,
  depths: ReadonlyMap<string, number>,
  filters: QueryFilters | undefined,
): Promise<Set<string>> => {
  const isWanted = lineageFilter(filters);
  const wanted = new Set<string>();
  let part: string[] = [];
  const look = (): void => {
    for (const entity of entitiesIn(context, part)) if (isWanted(entity)) wanted.add(entity.arn);
    part = [];
  };
  await pacedEach(depths.keys(), (arn) => {
    part.push(arn);
    if (part.length === ARNS_AT_ONCE) look();
  });
  look();
  return wanted;
};

const entitiesIn = ({ plane }: CallContext, arns: readonly string[]): WalkedEntity[] =>
  plane.store
    .all<Omit<WalkedEntity, 'properties'> & { readonly properties: string | null }>(
      `select arn, kind, type, created, modified, document ->> '$.Properties' as properties
       from sagemaker_lineage_entity where arn in (select value from json_each(?))`,
      JSON.stringify(arns),
    )
    .map((row) => ({ ...row, properties: row.properties === null ? {} : propertiesIn(row.properties) }));

const propertiesIn = (text: string): Record<string, string> => decodeDocument(text);

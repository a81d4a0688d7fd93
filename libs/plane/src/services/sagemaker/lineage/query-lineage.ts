/**
 * QueryLineage: the entities before and after an entity, with the associations between them.
 * @source docs - depth counts associations; with edges come the entities on the way; the start is not among them
 * @source unverified - the defaults (both directions, depth 10, 50 entities a page); the texts; the order: by depth
 */
import { setImmediate } from 'node:timers/promises';
import type { CallContext } from '../../../service.ts';
import { decodeDocument } from '../../../store/document.ts';
import { validationException } from '../../../wire/aws-error.ts';
import { ownArn } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { unsupported } from '../unsupported.ts';
import { entityNotFound } from './lineage-entity-table.ts';
import { lineageFilter, lineageTypeOf, type WalkedEntity } from './lineage-filter.ts';
import { pageOfVertices } from './lineage-page.ts';
import { pathsTo, walkLineage, type EdgesOf, type LineageEdge } from './lineage-walk.ts';

const OPERATION = 'QueryLineage';
const MAX_DEPTH = 10;
const MAX_RESULTS = 50;
const ARNS_AT_ONCE = 200;
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
  if ((await entitiesOf(context, [start])).length === 0) throw entityNotFound(start);

  const walk = await walkLineage(edgesIn(context), start, Direction, MaxDepth);
  const entities = await entitiesOf(context, [...walk.depths.keys()]);
  const wanted = entities.filter(lineageFilter(Filters)).map(({ arn }) => arn);
  const kept = IncludeEdges ? pathsTo(walk, wanted) : new Set(wanted);
  kept.delete(start);
  const { vertices, position, nextToken } = pageOfVertices(
    entities.filter(({ arn }) => kept.has(arn)).map((entity) => ({ ...entity, depth: walk.depths.get(entity.arn)! })),
    { query: JSON.stringify([start, Direction, IncludeEdges, Filters, MaxDepth]), MaxResults, token: input.NextToken },
  );
  const isHere = ({ source, destination }: LineageEdge): boolean =>
    [source, destination].every((arn) => arn === start || kept.has(arn)) &&
    position(walk.depths.get(source)! > walk.depths.get(destination)! ? source : destination) === 'here';
  return {
    Vertices: vertices.map((entity) => ({
      Arn: entity.arn,
      Type: entity.type.slice(0, TYPE_CHARACTERS),
      LineageType: lineageTypeOf(entity),
    })),
    Edges: IncludeEdges
      ? walk.edges.filter(isHere).map(({ source, destination, type }) => ({
          SourceArn: source,
          DestinationArn: destination,
          AssociationType: type ?? undefined,
        }))
      : [],
    NextToken: nextToken,
  };
};

const edgesIn =
  ({ plane }: CallContext): EdgesOf =>
  (arns, end) =>
    inParts(arns, (part) =>
      plane.store.all<LineageEdge & Record<string, unknown>>(
        `select source, destination, type from sagemaker_association where ${end} in (select value from json_each(?))
         order by source, destination`,
        part,
      ),
    );

const entitiesOf = ({ plane }: CallContext, arns: readonly string[]): Promise<WalkedEntity[]> =>
  inParts(arns, (part) =>
    plane.store
      .all<Omit<WalkedEntity, 'properties'> & { readonly properties: string | null }>(
        `select arn, kind, type, created, modified, document ->> '$.Properties' as properties
         from sagemaker_lineage_entity where arn in (select value from json_each(?))`,
        part,
      )
      .map((row) => ({ ...row, properties: row.properties === null ? {} : propertiesIn(row.properties) })),
  );

const propertiesIn = (text: string): Record<string, string> => decodeDocument(text);

/** Looks up some ARNs at a time, as a JSON list; other calls have their turn in between. */
const inParts = async <Found>(arns: readonly string[], look: (part: string) => readonly Found[]): Promise<Found[]> => {
  const found: Found[] = [];
  for (let from = 0; from < arns.length; from += ARNS_AT_ONCE) {
    if (from > 0) await setImmediate();
    for (const each of look(JSON.stringify(arns.slice(from, from + ARNS_AT_ONCE)))) found.push(each);
  }
  return found;
};

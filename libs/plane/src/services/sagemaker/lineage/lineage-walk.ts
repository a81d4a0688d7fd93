/** Walks associations from an entity, breadth first, and keeps what leads to the entities that are asked for. */
import type { AssociationEdgeType, Direction } from '@aws-sdk/client-sagemaker';
import { pacedEach } from './paced-each.ts';

export interface LineageEdge {
  readonly source: string;
  readonly destination: string;
  readonly type: AssociationEdgeType | null;
}

/** Hands over all associations that begin, or end, at one of `arns`. */
export type EdgesOf = (
  arns: readonly string[],
  end: 'source' | 'destination',
  visit: (edge: LineageEdge) => void,
) => Promise<void>;

export interface LineageWalk {
  /** ARN to the number of associations between it and the start, the start itself (0) included; the nearest come first. */
  readonly depths: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, LineageEdge>;
}

/** Entities at most `maxDepth` associations away; `Both` goes on in both directions from each of them. */
export const walkLineage = async (
  edgesOf: EdgesOf,
  start: string,
  direction: Direction,
  maxDepth: number,
): Promise<LineageWalk> => {
  const depths = new Map([[start, 0]]);
  const edges = new Map<string, LineageEdge>();
  let frontier = [start];
  for (let depth = 1; depth <= maxDepth && frontier.length > 0; depth += 1) {
    const next: string[] = [];
    const visit = (edge: LineageEdge): void => {
      edges.set(`${edge.source} ${edge.destination}`, edge);
      for (const arn of [edge.source, edge.destination]) {
        if (depths.has(arn)) continue;
        depths.set(arn, depth);
        next.push(arn);
      }
    };
    if (direction !== 'Ascendants') await edgesOf(frontier, 'source', visit);
    if (direction !== 'Descendants') await edgesOf(frontier, 'destination', visit);
    frontier = next;
  }
  return { depths, edges };
};

/** The walked entities that lie between the start and one of `wanted`, those included. */
export const pathsTo = async ({ depths, edges }: LineageWalk, wanted: Iterable<string>): Promise<Set<string>> => {
  const nearer = new Map<string, string[]>();
  await pacedEach(edges.values(), ({ source, destination }) => {
    const [one, other] = [depths.get(source)!, depths.get(destination)!];
    if (one === other) return;
    const [from, to] = one < other ? [source, destination] : [destination, source];
    const known = nearer.get(to);
    if (known) known.push(from);
    else nearer.set(to, [from]);
  });
  const kept = new Set(wanted);
  // A set is walked to what is added meanwhile, too.
  await pacedEach(kept, (arn) => nearer.get(arn)?.forEach((before) => kept.add(before)));
  return kept;
};

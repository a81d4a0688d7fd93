/** Walks associations from an entity, breadth first, and keeps what leads to the entities that are asked for. */
import type { AssociationEdgeType, Direction } from '@aws-sdk/client-sagemaker';

export interface LineageEdge {
  readonly source: string;
  readonly destination: string;
  readonly type: AssociationEdgeType | null;
}

/** All associations that begin, or end, at one of `arns`. */
export type EdgesOf = (
  arns: readonly string[],
  end: 'source' | 'destination',
) => readonly LineageEdge[] | Promise<readonly LineageEdge[]>;

export interface LineageWalk {
  /** ARN to the number of associations between it and the start, the start itself (0) included. */
  readonly depths: ReadonlyMap<string, number>;
  readonly edges: readonly LineageEdge[];
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
    const found = [
      ...(direction === 'Ascendants' ? [] : await edgesOf(frontier, 'source')),
      ...(direction === 'Descendants' ? [] : await edgesOf(frontier, 'destination')),
    ];
    const next: string[] = [];
    for (const edge of found) {
      edges.set(`${edge.source} ${edge.destination}`, edge);
      for (const arn of [edge.source, edge.destination]) {
        if (depths.has(arn)) continue;
        depths.set(arn, depth);
        next.push(arn);
      }
    }
    frontier = next;
  }
  return { depths, edges: [...edges.values()] };
};

/** The walked entities that lie between the start and one of `wanted`, those included. */
export const pathsTo = ({ depths, edges }: LineageWalk, wanted: readonly string[]): Set<string> => {
  const nearer = new Map<string, string[]>();
  for (const { source, destination } of edges) {
    const [one, other] = [depths.get(source)!, depths.get(destination)!];
    if (one === other) continue;
    const [from, to] = one < other ? [source, destination] : [destination, source];
    const known = nearer.get(to);
    if (known) known.push(from);
    else nearer.set(to, [from]);
  }
  const kept = new Set(wanted);
  for (const arn of kept) for (const before of nearer.get(arn) ?? []) kept.add(before);
  return kept;
};

/** A model's lineage as a graph: what a version or an endpoint came from, and where it went. */

export type LineageNodeKind =
  | 'data'
  | 'notebook'
  | 'code'
  | 'image'
  | 'job'
  | 'artifact'
  | 'approval'
  | 'version'
  | 'deployment'
  | 'endpoint'
  | 'other';

export interface LineageNode {
  /** Unique in the graph. */
  readonly id: string;
  readonly kind: LineageNodeKind;
  /** As people call it: a data set's name, `films version 3`. */
  readonly name: string;
  /** Of the resource where it is one (the job, the model package, the endpoint), else of the lineage entity. */
  readonly arn?: string;
  readonly uri?: string;
  /** What else is worth a glance: rows and hash of a data set, who approved and why. */
  readonly detail?: string;
}

/** From what came first to what was made of it. */
export interface LineageLink {
  readonly from: string;
  readonly to: string;
}

export interface LineageGraph {
  /** The id of the version or the endpoint that was asked about. */
  readonly start: string;
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageLink[];
}

/**
 * Nodes in an order in which everything follows what it came from, and stands close to it. Of a cycle, where there is
 * one, some node comes before its origin.
 */
export const inOrderOfOrigin = ({ nodes, edges }: LineageGraph): LineageNode[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ordered = new Set<LineageNode>();
  const seen = new Set<string>();
  const place = (node: LineageNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    for (const { from, to } of edges) if (to === node.id && byId.has(from)) place(byId.get(from)!);
    ordered.add(node);
  };
  const sources = new Set(edges.map(({ from }) => from));
  for (const node of nodes) if (!sources.has(node.id)) place(node);
  for (const node of nodes) place(node);
  return [...ordered];
};

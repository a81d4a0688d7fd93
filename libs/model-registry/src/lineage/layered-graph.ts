/** The layers of a lineage graph, left to right, each in an order that crosses few edges. */
import { inOrderOfOrigin, type LineageGraph, type LineageNode } from './lineage-graph.ts';

/** A node, or the place where an edge passes a layer that it has no end in. */
export interface Place {
  readonly key: string;
  readonly node?: LineageNode;
}

export interface LayeredGraph {
  readonly layers: readonly (readonly Place[])[];
  /** For each edge the keys of its places, layer by layer. */
  readonly paths: readonly (readonly string[])[];
}

const SWEEPS = 4;

export const layeredGraph = (graph: LineageGraph): LayeredGraph => {
  const depths = depthsOf(graph);
  const layers: Place[][] = Array.from({ length: Math.max(-1, ...depths.values()) + 1 }, () => []);
  for (const node of inOrderOfOrigin(graph)) layers[depths.get(node.id)!]!.push({ key: node.id, node });
  const paths = graph.edges.flatMap(({ from, to }) => {
    const [first, last] = [depths.get(from), depths.get(to)];
    if (first === undefined || last === undefined || first >= last) return [];
    const between = Array.from({ length: last - first - 1 }, (_, index) => {
      const key = `${from} ${to} ${index}`;
      layers[first + 1 + index]!.push({ key });
      return key;
    });
    return [[from, ...between, to]];
  });
  return { layers: untangled(layers, paths), paths };
};

/** How many edges the longest way to a node has; what only leads on stands right before what it leads to. */
const depthsOf = (graph: LineageGraph): Map<string, number> => {
  const depths = new Map<string, number>();
  const ordered = inOrderOfOrigin(graph);
  for (const { id } of ordered) {
    const origins = graph.edges.filter(({ to }) => to === id).map(({ from }) => depths.get(from) ?? -1);
    depths.set(id, Math.max(-1, ...origins) + 1);
  }
  for (const { id } of ordered) {
    if (graph.edges.some(({ to }) => to === id)) continue;
    const targets = graph.edges.filter(({ from }) => from === id).map(({ to }) => depths.get(to)! - 1);
    if (targets.length > 0) depths.set(id, Math.max(0, Math.min(...targets)));
  }
  return depths;
};

/** Sorts each layer by the middle of its neighbours, forth and back. */
const untangled = (layers: readonly Place[][], paths: readonly (readonly string[])[]): Place[][] => {
  const before = new Map<string, string[]>();
  const behind = new Map<string, string[]>();
  for (const path of paths) {
    for (const [index, key] of path.slice(1).entries()) {
      before.set(key, [...(before.get(key) ?? []), path[index]!]);
      behind.set(path[index]!, [...(behind.get(path[index]!) ?? []), key]);
    }
  }
  const sorted = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const [neighbours, step] = sweep % 2 === 0 ? [before, 1] : [behind, -1];
    for (let index = step === 1 ? 1 : sorted.length - 2; index >= 0 && index < sorted.length; index += step) {
      const near = new Map(sorted[index - step]!.map(({ key }, position) => [key, position]));
      const middle = ({ key }: Place, position: number): number => {
        const positions = (neighbours.get(key) ?? []).flatMap((each) => near.get(each) ?? []);
        return positions.length === 0 ? position : positions.reduce((sum, each) => sum + each, 0) / positions.length;
      };
      sorted[index] = sorted[index]!.map((place, position) => ({ place, at: middle(place, position) }))
        .sort((one, other) => one.at - other.at)
        .map(({ place }) => place);
    }
  }
  return sorted;
};

export { drawLineage } from './draw-lineage.ts';
export type { LineageGraph, LineageLink, LineageNode, LineageNodeKind } from './lineage-graph.ts';
export { lineageOf } from './lineage-of.ts';
export { lineageSvg } from './lineage-svg.ts';

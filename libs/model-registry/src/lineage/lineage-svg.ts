/** A lineage graph as an SVG that stands alone: it needs no font, script or style sheet, and reads in light and dark. */
import { fitted } from './fitted-text.ts';
import { layeredGraph, type Place } from './layered-graph.ts';
import type { LineageGraph, LineageNode, LineageNodeKind } from './lineage-graph.ts';

/** Pixels. */
const BOX = { width: 232, height: 62 } as const;
const GAP = { across: 64, down: 22 } as const;
const MARGIN = 28;
const LANE = 20;
const RADIUS = 10;
/** Characters that a line of a box holds, in a wide font too. */
const NAME_COLUMNS = 23;
const DETAIL_COLUMNS = 31;

/** Hues of the bars that tell kinds apart; the kind stands beside them in words. */
const HUES: Readonly<Record<LineageNodeKind, string>> = {
  data: '#0f766e',
  notebook: '#b45309',
  code: '#6d28d9',
  image: '#475569',
  job: '#1d4ed8',
  artifact: '#0e7490',
  approval: '#15803d',
  version: '#be123c',
  deployment: '#4338ca',
  endpoint: '#a21caf',
  other: '#64748b',
};

const STYLE = `
.page{fill:#fff}.box{fill:#f8fafc;stroke:#cbd5e1}.start{stroke:#0f172a;stroke-width:2.5}.edge{fill:none;stroke:#94a3b8;stroke-width:1.5}
.head{fill:#94a3b8}text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#0f172a}
.kind{font-size:10px;letter-spacing:.06em;fill:#475569}.name{font-size:13px;font-weight:600}.detail{font-size:10.5px;fill:#475569}
@media (prefers-color-scheme:dark){.page{fill:#0f172a}.box{fill:#1e293b;stroke:#475569}.start{stroke:#f8fafc}text{fill:#f1f5f9}
.kind,.detail{fill:#cbd5e1}.edge{stroke:#64748b}.head{fill:#64748b}}`.replaceAll('\n', '');

interface Point {
  readonly x: number;
  readonly y: number;
}

/** @returns a whole SVG document, with a title and a description for those who hear it */
export const lineageSvg = (graph: LineageGraph): string => {
  const { layers, paths } = layeredGraph(graph);
  const heights = layers.map((layer) => layer.reduce((sum, place) => sum + heightOf(place), 0) + gaps(layer));
  const width = 2 * MARGIN + layers.length * BOX.width + Math.max(0, layers.length - 1) * GAP.across;
  const height = 2 * MARGIN + Math.max(BOX.height, ...heights);
  const places = new Map<string, Point>();
  for (const [column, layer] of layers.entries()) {
    let y = (height - heights[column]!) / 2;
    for (const place of layer) {
      places.set(place.key, { x: MARGIN + column * (BOX.width + GAP.across), y: y + heightOf(place) / 2 });
      y += heightOf(place) + GAP.down;
    }
  }
  const name = graph.nodes.find(({ id }) => id === graph.start)?.name ?? graph.start;
  const boxes = layers
    .flat()
    .flatMap(({ key, node }) => (node ? [box(node, places.get(key)!, key === graph.start)] : []));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(`Lineage of ${name}`)}</title>`,
    `<desc id="desc">${escaped(spoken(graph))}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...paths.map(
      (path) => `<path class="edge" marker-end="url(#head)" d="${curve(path.map((key) => places.get(key)!))}"/>`,
    ),
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
};

const heightOf = ({ node }: Place): number => (node ? BOX.height : LANE);

const gaps = (layer: readonly Place[]): number => Math.max(0, layer.length - 1) * GAP.down;

/** From the right of the first box, level through the lanes, to the left of the last. */
const curve = (points: readonly Point[]): string => {
  const last = points.length - 1;
  const [{ x, y }] = points as [Point];
  let drawn = `M${x + BOX.width} ${y}`;
  for (const [index, { x: left, y: level }] of points.entries()) {
    if (index === 0) continue;
    const { x: from, y: fromLevel } = points[index - 1]!;
    const middle = (from + BOX.width + left) / 2;
    drawn += ` C${middle} ${fromLevel} ${middle} ${level} ${left - (index === last ? 2 : 0)} ${level}`;
    if (index < last) drawn += ` H${left + BOX.width}`;
  }
  return drawn;
};

const box = (node: LineageNode, { x, y }: Point, isStart: boolean): string => {
  const top = y - BOX.height / 2;
  const more = node.detail ?? node.uri ?? '';
  const line = (kind: string, level: number, text: string): string =>
    `<text class="${kind}" x="${x + 16}" y="${top + level}">${escaped(text)}</text>`;
  return [
    `<g><title>${escaped([`${node.kind}: ${node.name}`, node.detail, node.uri, node.arn].filter(Boolean).join('\n'))}</title>`,
    `<rect class="box${isStart ? ' start' : ''}" x="${x}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="${RADIUS}"/>`,
    `<rect x="${x + 6}" y="${top + 9}" width="4" height="${BOX.height - 18}" rx="2" fill="${HUES[node.kind]}"/>`,
    line('kind', 18, node.kind.toUpperCase()),
    line('name', 35, fitted(node.name, NAME_COLUMNS)),
    more && line('detail', 51, fitted(more, DETAIL_COLUMNS)),
    '</g>',
  ].join('');
};

/** The graph in sentences. */
const spoken = ({ nodes, edges }: LineageGraph): string => {
  const names = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]));
  return edges.map(({ from, to }) => `${names.get(from)} leads to ${names.get(to)}.`).join(' ');
};

const escaped = (text: string): string =>
  // Characters that no XML document can hold have nothing to show either.
  text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

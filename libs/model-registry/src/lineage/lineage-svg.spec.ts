import { describe, expect, it } from 'vitest';
import { lineageSvg } from './lineage-svg.ts';
import { filmLineage } from './testing/film-lineage.ts';

const boxesOf = (svg: string): { x: number; y: number; width: number; height: number }[] =>
  [...svg.matchAll(/class="box[^"]*" x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"/g)].map(
    ([, x, y, width, height]) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }),
  );

describe('lineageSvg', () => {
  it('shows every node, none over another, and every edge, from left to right', () => {
    const svg = lineageSvg(filmLineage());
    const boxes = boxesOf(svg);
    expect(boxes).toHaveLength(11);
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart).toBe(true);
      }
    }
    expect(svg.match(/class="edge"/g)).toHaveLength(11);
    expect(svg.match(/class="box start"/g)).toHaveLength(1);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
    for (const { x, y, ...size } of boxes) {
      expect(x + size.width).toBeLessThanOrEqual(Number(width));
      expect(y + size.height).toBeLessThanOrEqual(Number(height));
    }
  });

  it('can be heard, and needs nothing from elsewhere', () => {
    const svg = lineageSvg(filmLineage());
    expect(svg).toContain('role="img" aria-labelledby="title desc"');
    expect(svg).toContain('<title id="title">Lineage of films version 3</title>');
    expect(svg).toContain('job films-20260131-120509-a1b2c3 leads to artifact model.tar.gz.');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|@import|<image/);
  });

  it('escapes what a name may hold, and draws a graph of nothing', () => {
    const svg = lineageSvg({ start: 'a', nodes: [{ id: 'a', kind: 'data', name: `<&"\u0000>` }], edges: [] });
    expect(svg).toContain('&lt;&amp;&quot;&gt;');
    expect(svg).not.toContain('\u0000');
    expect(lineageSvg({ start: '', nodes: [], edges: [] })).toContain('</svg>');
  });
});

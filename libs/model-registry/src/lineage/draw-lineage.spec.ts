import { describe, expect, it } from 'vitest';
import { drawLineage } from './draw-lineage.ts';
import { columnsOf } from './fitted-text.ts';
import { filmLineage } from './testing/film-lineage.ts';

describe('drawLineage', () => {
  it('draws each node after what it came from', () => {
    expect(`\n${drawLineage(filmLineage())}\n`).toMatchInlineSnapshot(`
      "
      ◇           image       serving:0.1.0
      ├─┐                     gradus/serving:0.1.0
      │ │ ◇       data        prepared_watch_log
      │ │ │                   100,836 rows, sha256 abababa…/ns=films/input/data/train/
      │ │ │ ◇     notebook    films.ipynb
      │ │ │ │                 s3://gradus-111111111111-us-…/films/notebook/films.ipynb
      │ │ │ │ ◇   code        sourcedir.tar.gz
      │ │ │ │ │               s3://gradus-111111111111-us-…films/code/sourcedir.tar.gz
      │ │ │ │ │ ◇ image       notebook:0.1.0
      │ │ │ │ │ │             gradus/notebook:0.1.0
      │ │ ├─┴─┴─┘
      │ │ ○       job         films-20260131-120509-a1b2c3
      │ │ ◆       artifact    model.tar.gz
      │ │ │                   s3://gradus-111111111111-us-…films-1/output/model.tar.gz
      │ │ │ ✓     approval    Approved
      │ │ │ │                 mina: NDCG above the gate
      ├─┼─┴─┘
      ■ │         version     films version 3 ◀
      ├─┘
      ○           deployment  films-local-1769861109
      │                       Completed
      ●           endpoint    films-local
      "
    `);
  });

  it.each([48, 60, 120])('keeps within %i columns', (width) => {
    for (const line of drawLineage(filmLineage(), { width }).split('\n'))
      expect(columnsOf(line)).toBeLessThanOrEqual(width);
  });

  it('counts two columns for a CJK character', () => {
    const graph = { start: 'a', nodes: [{ id: 'a', kind: 'data' as const, name: '시청기록'.repeat(20) }], edges: [] };
    const line = drawLineage(graph, { width: 50 });
    expect(columnsOf(line)).toBeLessThanOrEqual(50);
    expect(line).toMatch(/^◇ data +시청기록.*….* ◀$/);
  });

  it('draws rails that cross, nothing, and a cycle', () => {
    const node = (id: string) => ({ id, kind: 'artifact' as const, name: id });
    const edge = (from: string, to: string) => ({ from, to });
    const crossed = {
      start: 'z',
      nodes: ['a', 'b', 'y', 'z'].map(node),
      edges: [edge('a', 'y'), edge('a', 'z'), edge('b', 'y'), edge('b', 'z')],
    };
    expect(`\n${drawLineage(crossed)}\n`).toMatchInlineSnapshot(`
      "
      ◆       artifact    a
      ├─┐
      │ │ ◆   artifact    b
      │ │ ├─┐
      ├─┼─┘ │
      ◆ │   │ artifact    y
        ├───┘
        ◆     artifact    z ◀
      "
    `);
    expect(drawLineage({ start: '', nodes: [], edges: [] })).toBe('');
    const cycle = { start: 'a', nodes: ['a', 'b'].map(node), edges: [edge('a', 'b'), edge('b', 'a')] };
    expect(
      drawLineage(cycle)
        .split('\n')
        .filter((line) => line.includes('artifact')),
    ).toHaveLength(2);
  });
});

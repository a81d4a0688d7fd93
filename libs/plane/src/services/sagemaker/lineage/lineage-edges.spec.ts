import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../../store/store.ts';
import { arnOf } from '../arn.ts';
import { ASSOCIATION_SCHEMA, insertAssociation } from './association-table.ts';
import { edgesIn } from './lineage-edges.ts';
import { insertEntity, LINEAGE_ENTITY_SCHEMA } from './lineage-entity-table.ts';

const owner = { accountId: '111111111111', region: 'us-east-1' };
const arn = (name: string): string => arnOf(owner, 'context', name);

describe('edgesIn', () => {
  let folder: string;
  let store: Store;

  // 300 sources have two destinations each; the first of them has 1,200 more.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-edges-'));
    store = new Store(join(folder, 'plane.db'));
    store.migrate([...LINEAGE_ENTITY_SCHEMA, ...ASSOCIATION_SCHEMA]);
    const made = new Date(0);
    const entity = (name: string): void => {
      const document = { ContextArn: arn(name), CreationTime: made, LastModifiedTime: made };
      insertEntity(store, owner, { kind: 'context', name, type: 'Endpoint', source: name, manual: false, document });
    };
    const associate = (source: string, destination: string): void => {
      const ends = { source: arn(source), destination: arn(destination) };
      insertAssociation(store, owner, { ...ends, type: 'ContributedTo', manual: false, created: 0 });
    };
    store.transaction(() => {
      for (const name of ['left', 'right']) entity(name);
      for (let index = 0; index < 300; index += 1) {
        entity(`s${index}`);
        for (const name of ['left', 'right']) associate(`s${index}`, name);
      }
      for (let index = 0; index < 1200; index += 1) {
        entity(`d${index}`);
        associate('s0', `d${index}`);
      }
    });
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['source', 300 * 2 + 1200],
    ['destination', 300 * 2 + 1200],
  ] as const)('hands over every association by its %s once, however many there are', async (end, count) => {
    const found: string[] = [];
    const arns =
      end === 'source'
        ? Array.from({ length: 300 }, (_, index) => arn(`s${index}`))
        : ['left', 'right', ...Array.from({ length: 1200 }, (_, index) => `d${index}`)].map(arn);
    await edgesIn(store)(arns, end, ({ source, destination }) => found.push(`${source} ${destination}`));
    expect(found).toHaveLength(count);
    expect(new Set(found).size).toBe(count);
  });
});

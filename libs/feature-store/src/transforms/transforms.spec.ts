import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { featureView } from '../groups/feature-group.ts';
import type { FeatureReading } from '../records/decode-value.ts';
import { films } from '../testing/films.ts';
import { applyTransforms, loadTransforms, requireTransforms, transformsOf } from './transforms.ts';

const view = { ...featureView(films, 'spec', 'ranking'), transforms: './ranking.ts' };

describe('transforms', () => {
  let root: string;
  const module = (text: string): void => writeFileSync(join(root, 'ranking.ts'), text);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'gradus-transforms-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('are the named functions of a module, of a row and its time', async () => {
    module(`
      interface Row { readonly watch_count: number | null; readonly since: number }
      export const age = ({ since }: Row, { time }: { time: number }): number => time - since;
      export const is_new = ({ watch_count }: Row): number => (watch_count === null ? 1 : 0);
    `);
    const transforms = (await loadTransforms(view, root))!;
    const into: Record<string, FeatureReading> = {};
    applyTransforms(transforms.functions, { watch_count: null, since: 5 }, 105, into);
    expect(into).toEqual({ age: 100, is_new: 1 });
    expect(await loadTransforms(featureView(films, 'spec', 'ranking'), root)).toBeUndefined();
  });

  it.each([
    ['export const answer = 42;', 'is no function'],
    ['export const item_mean_rating = () => 1;', 'has the name of a column of the view'],
    ['export const user_id = () => 1;', 'has the name of a column of the view'],
    ['export const größe = () => 1;', 'is no name of a column'],
    ['const hidden = () => 1; hidden();', 'export no function'],
    ['export const broken = (', 'cannot be loaded'],
    ['throw new Error("at once"); export const never = () => 1;', 'at once'],
  ])('are refused: %s', async (text, message) => {
    module(text);
    await expect(loadTransforms(view, root)).rejects.toMatchObject({
      code: 'FEATURE_TRANSFORMS_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['undefined', undefined, 'gave no value'],
    ['NaN', NaN, 'gave no value'],
    ['a list', [1], 'gave no value'],
  ])('that give %s fail, by name', (_, value, message) => {
    const { functions } = transformsOf(view, { share: () => value });
    expect(() => applyTransforms(functions, {}, 0, {})).toThrow(
      expect.objectContaining({ code: 'FEATURE_TRANSFORM_FAILED', message: `the transform "share" ${message}` }),
    );
  });

  it('that throw fail with what they say', () => {
    const fail = (): never => {
      throw new RangeError('too far');
    };
    const { functions } = transformsOf(view, { share: fail });
    expect(() => applyTransforms(functions, { watch_count: 1 }, 0, {})).toThrow(
      expect.objectContaining({ message: 'the transform "share" threw: RangeError: too far', got: { watch_count: 1 } }),
    );
  });

  it('are those of the view that is read', () => {
    const other = transformsOf({ ...view, name: 'other' }, { share: () => 1 });
    const plain = featureView(films, 'spec', 'ranking');
    expect(requireTransforms(plain, undefined)).toEqual([]);
    for (const given of [undefined, other]) {
      expect(() => requireTransforms(view, given)).toThrow(
        expect.objectContaining({ code: 'FEATURE_TRANSFORMS_MISSING' }),
      );
    }
  });
});

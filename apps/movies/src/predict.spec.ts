import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Predict from './predict.ts';
import { load, predict, type LoadedModel } from './predict.ts';
import { prepareTrainData } from './prepare-train-data/train-data.ts';
import { saveModel } from './train/model-files.ts';
import { train } from './train/train.ts';
import { generateWatchLog } from './watch-log/generate-watch-log.ts';

const log = generateWatchLog({ users: 60, movies: 120, events: 2_000 });
const watchedBy = (user: number): Set<number> =>
  new Set([...log.contents_code].filter((_, row) => log.user_id[row] === user));

let folder: string;
let model: LoadedModel;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-predict-'));
  const titles = new Map([...log.titles].map(([code, { title }]) => [code, title]));
  saveModel(folder, { recommender: train(prepareTrainData(log)), titles });
  model = load(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('predict', () => {
  it('gives a known user the best movies not yet watched', () => {
    for (let user = 1; user <= 60; user++) {
      const { known, items } = predict({ user_id: user, limit: 20 }, model);
      const watched = watchedBy(user);
      expect(known).toBe(true);
      expect(items).toHaveLength(Math.min(20, model.recommender.data.items.length - watched.size));
      expect(items.some(({ content_id }) => watched.has(content_id))).toBe(false);
      expect(items.map(({ score }) => score)).toEqual(items.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(new Set(items.map(({ content_id }) => content_id)).size).toBe(items.length);
      expect(items[0]!.title).toBe(log.titles.get(items[0]!.content_id)!.title);
    }
  });

  it('gives an unknown user what is popular, scored by the share of users', () => {
    const { known, items } = predict({ user_id: 'nobody', limit: 3 }, model);
    const users = (code: number) => [...log.contents_code].filter((other) => other === code).length;
    const counts = [...new Set(log.contents_code)].map(users).sort((a, b) => b - a);
    expect(known).toBe(false);
    expect(items.map(({ content_id }) => users(content_id))).toEqual(counts.slice(0, 3));
    expect(items[0]!.score).toBeCloseTo(counts[0]! / 60, 6);
  });

  it('takes digits for the same user, keeps the id as it came, and gives 10 movies unless told', () => {
    const text = predict({ user_id: '7' }, model);
    expect(text.user_id).toBe('7');
    expect(text.items).toEqual(predict({ user_id: 7 }, model).items);
    expect(text.items).toHaveLength(10);
  });

  it.each([
    [null, 'user_id is undefined'],
    [{ user_id: ' ' }, 'user_id is " "'],
    [{ user_id: 1, limit: 0 }, 'limit is 0; expected an integer from 1 to 100'],
    [{ user_id: 1, limit: 2.5 }, 'limit is 2.5'],
  ])('refuses %j', (input, message) => {
    expect(() => predict(input, model)).toThrow(message);
  });

  it('answers the same from one bundled file', async () => {
    const outfile = join(folder, 'predict.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'predict.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
    const bundled = (await import(pathToFileURL(outfile).href)) as typeof Predict;
    expect(bundled.predict({ user_id: 3 }, bundled.load(folder))).toEqual(predict({ user_id: 3 }, model));
  });
});

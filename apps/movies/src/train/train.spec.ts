import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate, flatMetrics } from '../evaluate/evaluate.ts';
import { leaveLastOut } from '../prepare-train-data/leave-last-out.ts';
import { prepareTrainData } from '../prepare-train-data/train-data.ts';
import { generateWatchLog } from '../watch-log/generate-watch-log.ts';
import { canonicalOrder, selectEvents } from '../watch-log/watch-log.ts';
import { loadModel, saveModel } from './model-files.ts';
import { scoreItems } from './recommender.ts';
import { train } from './train.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-movies-model-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = generateWatchLog({ users: 60, movies: 120, events: 2_000 });
const titles = new Map([...log.titles].map(([code, { title }]) => [code, title]));

describe('train', () => {
  it('is the cosine with shrinkage over pairs weighed by their steps', () => {
    const data = prepareTrainData({
      user_id: Int32Array.of(1, 1, 1),
      contents_code: Int32Array.of(10, 20, 30),
      event_time: Float64Array.of(1, 2, 3),
      rating: Float32Array.of(4, 4, 4),
      titles: new Map(),
    });
    const { neighbours } = train(data, { closeness: 0.5, backward: 0.25, shrink: 1, neighbours: 10 });
    expect([...neighbours.offsets]).toEqual([0, 2, 4, 6]);
    expect([...neighbours.item]).toEqual([1, 2, 2, 0, 1, 0]);
    expect([...neighbours.similarity]).toEqual([0.25, 0.125, 0.25, 0.0625, 0.0625, 0.03125]);
  });

  it('cannot learn the order that events of one second are given', () => {
    const data = prepareTrainData({
      user_id: Int32Array.of(1, 1),
      contents_code: Int32Array.of(10, 20),
      event_time: Float64Array.of(1, 1),
      rating: Float32Array.of(4, 4),
      titles: new Map(),
    });
    const { similarity } = train(data).neighbours;
    expect(similarity[0]).toBe(similarity[1]);
  });

  it.each([1, 2, 3])('beats popularity on the generated log of seed %i', (seed) => {
    const split = leaveLastOut(prepareTrainData(generateWatchLog({ seed })));
    const model = train(split.train);
    const metrics = flatMetrics(evaluate(split, (user, scores) => scoreItems(model, user, scores), [seed]));
    expect(metrics['ndcg_lift_full']).toBeGreaterThanOrEqual(1.5);
    expect(metrics['ndcg_at_10_full']).toBeGreaterThanOrEqual(0.03);
  });
});

describe('the model files', () => {
  const save = (path: string, events = log): Buffer[] => {
    saveModel(path, { recommender: train(prepareTrainData(events)), titles });
    return ['model.json', 'model.bin'].map((name) => readFileSync(join(path, name)));
  };

  it('are the same bytes for the same inputs, in whatever order the rows come', () => {
    const first = save(join(folder, 'a'));
    expect(save(join(folder, 'b'))).toEqual(first);
    expect(save(join(folder, 'c'), selectEvents(log, canonicalOrder(log).toReversed()))).toEqual(first);
  });

  it('hold the whole model', () => {
    const recommender = train(prepareTrainData(log));
    saveModel(folder, { recommender, titles });
    expect(loadModel(folder).recommender).toEqual(recommender);
    const known = [...recommender.data.items].map((code) => [code, titles.get(code)]);
    expect([...loadModel(folder).titles]).toEqual(known);
  });

  it('are refused when damaged', () => {
    save(folder);
    truncateSync(join(folder, 'model.bin'), 100);
    expect(() => loadModel(folder)).toThrow(/model\.bin: 100 bytes, expected \d+\. The file is damaged\./);
  });
});

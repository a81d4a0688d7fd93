/** The recommender on real ratings; skipped, by name, where they are not on this machine. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate, flatMetrics } from './evaluate/evaluate.ts';
import { leaveLastOut } from './prepare-train-data/leave-last-out.ts';
import { prepareTrainData } from './prepare-train-data/train-data.ts';
import { scoreItems } from './train/recommender.ts';
import { train } from './train/train.ts';
import { readMovielens } from './watch-log/read-movielens.ts';

const workspace = resolve(import.meta.dirname, '../../..');
const shared = process.env['GRADUS_SHARED_DATA'] ?? join(workspace, '../shared/data');
const folder = join(shared, 'ml-latest-small');
const here = existsSync(folder);

describe.skipIf(!here)(here ? 'ml-latest-small' : `ml-latest-small (skipped: no folder ${folder})`, () => {
  it('is worth serving: 1.5 times the NDCG@10 of popularity under full ranking, trained in 30 s', () => {
    const log = readMovielens(folder);
    expect(log.user_id.length).toBe(100_836);
    const split = leaveLastOut(prepareTrainData(log));
    const started = performance.now();
    const model = train(split.train);
    expect(performance.now() - started).toBeLessThan(30_000);
    const evaluation = evaluate(split, (user, scores) => scoreItems(model, user, scores));
    const metrics = flatMetrics(evaluation);
    expect(evaluation.users).toBe(610);
    expect(metrics['ndcg_lift_full']).toBeGreaterThanOrEqual(1.5);
    expect(metrics['ndcg_at_10_full']).toBeGreaterThanOrEqual(0.03);
    for (const { metrics: seed, baseline } of evaluation.seeds) {
      expect(seed['ndcg_at_10_99neg']).toBeGreaterThan(baseline['ndcg_at_10_99neg']!);
    }
  });
});

/** The tasks `train` and `evaluate` of the ranker: a training set becomes `ranker.json` and `evaluation.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateRanking, type RankingEvaluation } from '../src/ranking/evaluate-ranking.ts';
import { trainRanker, type RankedRow, type Ranker } from '../src/ranking/ranker.ts';
import type { RankingRow } from '../src/ranking/ranking-rows.ts';
import { readRows } from './rows.ts';

/**
 * @param trainingSet the Parquet file that the view `ranking` gives for the spine of `prepare-train-data`
 * @param folder takes the model; the same training set gives the same bytes
 */
export const trainAndEvaluate = async (
  trainingSet: string,
  folder: string,
): Promise<{ ranker: Ranker; evaluation: RankingEvaluation }> => {
  const rows = await readRows<RankingRow & RankedRow>(trainingSet);
  const ranker = trainRanker(rows.filter(({ part }) => part === 'train'));
  const evaluation = evaluateRanking(
    ranker,
    rows.filter(({ part }) => part === 'test'),
  );
  mkdirSync(folder, { recursive: true });
  for (const [name, value] of Object.entries({ ranker, evaluation })) {
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 2)}\n`);
  }
  return { ranker, evaluation };
};

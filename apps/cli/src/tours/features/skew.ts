/** Training-serving skew, looked for: what is served online now, held against what a training set gives for now. */
import type { LoadedModel } from '@gradus/core';
import type { FeatureStoreContext, Transforms } from '@gradus/feature-store';

export interface Skew {
  readonly rows: number;
  readonly values: number;
  /** Rows with any value that differs. */
  readonly differing: number;
}

/**
 * @param rows the identifiers of the view
 * @param time what counts as now, in seconds since 1970
 */
export const skewOf = async (
  { model }: LoadedModel,
  view: string,
  rows: readonly Readonly<Record<string, number>>[],
  time: number,
  store: FeatureStoreContext,
  transforms: Transforms | undefined,
): Promise<Skew> => {
  const { online, trainingRows } = await import('@gradus/feature-store');
  const with_ = transforms ? { transforms } : {};
  const served = await online(model, view, rows, store, { ...with_, now: time });
  const spine = { from: rows.map((row) => ({ ...row, event_time: time })) };
  const found = { rows: 0, values: 0, differing: 0 };
  for await (const trained of trainingRows(model, view, spine, store, with_)) {
    const features = served[found.rows]!.features as Readonly<Record<string, unknown>>;
    const columns = Object.keys(features);
    found.rows += 1;
    found.values += columns.length;
    if (columns.some((column) => features[column] !== trained[column])) found.differing += 1;
  }
  return found;
};

/** Gates: thresholds set beforehand; below them nothing is served. */

export interface Gate {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface MissedGate {
  readonly metric: string;
  /** Absent when the version does not report the metric. */
  readonly value?: number;
  readonly gate: Gate;
}

/** The gates that `metrics` misses; a metric that is absent or not a number misses its gate. */
export const missedGates = (
  gates: Readonly<Record<string, Gate>>,
  metrics: Readonly<Record<string, number>>,
): MissedGate[] =>
  Object.entries(gates).flatMap(([metric, gate]) => {
    const value = metrics[metric];
    if (value === undefined || Number.isNaN(value)) return [{ metric, gate }];
    const passes = value >= (gate.min ?? -Infinity) && value <= (gate.max ?? Infinity);
    return passes ? [] : [{ metric, value, gate }];
  });

/** `ndcg_at_10_full is 0.021, at least 0.03 is asked`. */
export const describeMissedGate = ({ metric, value, gate }: MissedGate): string => {
  const bounds = [
    ...(gate.min === undefined ? [] : [`at least ${gate.min}`]),
    ...(gate.max === undefined ? [] : [`at most ${gate.max}`]),
  ].join(' and ');
  return value === undefined
    ? `${metric} is not reported, ${bounds} is asked`
    : `${metric} is ${value}, ${bounds} is asked`;
};

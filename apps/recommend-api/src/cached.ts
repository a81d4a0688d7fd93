/** Values that are kept for seconds, a bounded number of them; one that cannot be had is asked for again. */

export interface Cached<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  forget(key: string): void;
}

/**
 * @param milliseconds for how long a value is kept
 * @param now milliseconds that never go back
 */
export const cached = <Value>(milliseconds: number, now: () => number, most = 200): Cached<Value> => {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<Value> }>();
  return {
    get: (key, load) => {
      const known = kept.get(key);
      if (known && known.until > now()) return known.value;
      kept.delete(key);
      const [oldest] = kept.keys();
      if (kept.size >= most) kept.delete(oldest!);
      const value = load();
      const entry = { until: now() + milliseconds, value };
      kept.set(key, entry);
      value.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return value;
    },
    forget: (key) => void kept.delete(key),
  };
};

/** The whole numbers that AWS's types hold: 32 bits an integer, 64 bits a long. */

const LIMITS = { integer: 2 ** 31, long: 2 ** 63 } as const;

/** `value` without its fraction; undefined when the type cannot hold it. */
export const wholeOf = (type: keyof typeof LIMITS, value: number): number | undefined => {
  const whole = Math.trunc(value);
  return whole >= -LIMITS[type] && whole < LIMITS[type] ? whole : undefined;
};

/** Which variant, and which of its containers, takes a request. */
import type { ContainerConnection } from './container-connection.ts';
import type { VariantRoute } from './endpoint-routes.ts';

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;

/** By weight; where no variant has any, the first one takes all. */
export const chooseVariant = (variants: readonly VariantRoute[], random: Random): VariantRoute => {
  if (variants.length === 1) return variants[0]!;
  let rest = random() * variants.reduce((sum, { weight }) => sum + weight, 0);
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  return variants[0]!;
};

/** Any of the containers but, where there are others, the one that has just failed; undefined when there is none. */
export const chooseTarget = (
  targets: readonly ContainerConnection[],
  random: Random,
  failed?: ContainerConnection,
): ContainerConnection | undefined => {
  const first = failed && targets.length > 1 ? targets.filter((target) => target !== failed) : targets;
  return first.length === 1 ? first[0] : first[Math.floor(random() * first.length)];
};

/** Properties of a lineage entity as an update changes them. */
import { validationException } from '../../../wire/aws-error.ts';

const MAX_PROPERTIES = 30;

interface PropertiesUpdate {
  readonly Properties?: Record<string, string> | undefined;
  readonly PropertiesToRemove?: readonly string[] | undefined;
}

/** @throws AwsError ValidationException when more would be left than an entity can have */
export const updatedProperties = (
  current: Record<string, string> | undefined,
  { Properties, PropertiesToRemove = [] }: PropertiesUpdate,
): Record<string, string> | undefined => {
  const kept = Object.entries(Properties ?? current ?? {}).filter(([key]) => !PropertiesToRemove.includes(key));
  if (kept.length > MAX_PROPERTIES) {
    throw validationException(`A lineage entity can have at most ${MAX_PROPERTIES} properties.`);
  }
  return Properties || current ? Object.fromEntries(kept) : undefined;
};

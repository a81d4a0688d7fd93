/** The name that lists show of a lineage entity. */
import type { Store } from '../../../store/store.ts';

/** Undefined for an artifact without a name. */
export const nameOfEntity = (store: Store, arn: string): string | undefined => {
  const row = store.get<{ kind: string; name: string; label: string | null }>(
    'select kind, name, label from sagemaker_lineage_entity where arn = ?',
    arn,
  );
  return row?.kind === 'artifact' ? (row.label ?? undefined) : row?.name;
};

/** AWS's bounds on what an account and an API hold. */
import type { Store } from '../../store/store.ts';
import { countParts, type PartKind } from './api-table.ts';
import { badRequest } from './errors.ts';

const MOST: Readonly<Partial<Record<PartKind, readonly [count: number, words: string]>>> = {
  route: [300, 'routes'],
  integration: [300, 'integrations'],
  stage: [10, 'stages'],
};

/** @throws AwsError BadRequestException when the API may have no more parts of the kind */
export const checkQuota = (store: Store, apiId: string, kind: PartKind): void => {
  const [most, words] = MOST[kind] ?? [Number.POSITIVE_INFINITY, ''];
  if (countParts(store, apiId, kind) < most) return;
  throw badRequest(
    `Maximum number of ${words} for this API has been reached. Please contact AWS if you need additional ${words}.`,
  );
};

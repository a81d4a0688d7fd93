/** Batch recommendations served from DynamoDB: written as data versions, compared, switched in one write, read by a Lambda function. */
export { bucketOf } from './bucket.ts';
export { compareDataVersions, type CompareOptions, type DataComparison } from './compare-data-versions.ts';
export { dataVersionCost, type DataVersionCost } from './data-version-cost.ts';
export type { DataVersion, DataVersionState } from './data-version.ts';
export {
  ensureRecommendationApi,
  recommendationApiUrl,
  type ApiContext,
  type EnsuredApi,
} from './ensure-recommendation-api.ts';
export { ensureRecommendationTable, type TableContext } from './ensure-recommendation-table.ts';
export {
  parseKey,
  POINTER_KEY,
  popularKey,
  reverseKey,
  userKey,
  type Key,
  type ParsedKey,
  type Place,
} from './keys.ts';
export {
  dataHistory,
  listDataVersions,
  whoWasRecommended,
  type ListedDataVersion,
  type RecommendedUsers,
} from './list-data.ts';
export { kendallTau, overlapAt, rankBiasedOverlap } from './rank-agreement.ts';
export {
  readRecommendations,
  type ReadContext,
  type ReadOptions,
  type UserRecommendations,
} from './read-recommendations.ts';
export { recommendationApi, type FunctionRole, type RecommendationApi } from './recommendation-api.ts';
export {
  isExpired,
  keyAttributes,
  readRecommendationItem,
  type Attributes,
  type Recommendation,
  type RecommendItem,
} from './recommendation-item.ts';
export type { RecommendationRow } from './recommendation-row.ts';
export { recommendationTable, type RecommendationTable } from './recommendation-table.ts';
export {
  deleteDataVersion,
  expireDataVersion,
  expireSuperseded,
  type Deletion,
  type RetireOptions,
} from './retire-data-version.ts';
export { readPointer, versionFor, type DataSwitch, type ServedPointer } from './served-pointer.ts';
export { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';
export { rollbackData, servedData, switchData, tryData, type SwitchOptions } from './switch-data.ts';
export { writeRecommendations, type WriteOptions, type WriteProgress } from './write-recommendations.ts';

/** Features declared once: ingested, read online, and joined into training sets. */
export {
  featureGroup,
  featureGroups,
  featureView,
  type Feature,
  type FeatureGroup,
  type FeatureModel,
  type FeatureView,
  type ViewSource,
} from './groups/feature-group.ts';
export { describeFeatureGroup, type DescribedFeatureGroup } from './groups/describe-feature-group.ts';
export { declareFeatureGroup, MODEL_TAG, offlineStoreUri } from './groups/declare-feature-group.ts';
export { ensureFeatureGroups, type EnsuredFeatureGroup, type EnsureOptions } from './groups/ensure-feature-groups.ts';
export { listFeatureGroups, type ListedFeatureGroup } from './groups/list-feature-groups.ts';
export { ingest, type IngestOptions, type IngestProgress, type IngestReport } from './ingest/ingest.ts';
export type { Receipt } from './ingest/receipt.ts';
export type { Row, Source } from './ingest/source.ts';
export { online, type OnlineOptions, type OnlineRow } from './online/online.ts';
export { onlineRecords, type OnlineRecord } from './online/online-records.ts';
export { deleteRecord, putRecord } from './online/put-record.ts';
export type { FeatureReading } from './records/decode-value.ts';
export {
  loadTransforms,
  transformsOf,
  type RowTime,
  type Transform,
  type TransformModule,
  type Transforms,
} from './transforms/transforms.ts';
export { OFFLINE_WITHIN_MS, waitForOffline, type WaitForOfflineOptions } from './wait/wait-for-offline.ts';
export type { FeatureStoreContext } from './feature-store-context.ts';
export { athenaTrainingSet, type AthenaSpine, type GlueTable } from './offline/athena-training-set.ts';
export type { EngineLimits } from './offline/duckdb.ts';
export {
  featureFreshness,
  type Freshness,
  type FreshnessOptions,
  type GroupFreshness,
} from './offline/feature-freshness.ts';
export {
  featureStatistics,
  QUANTILES,
  type FeatureStatistics,
  type StatisticsTarget,
} from './offline/feature-statistics.ts';
export { latestRecords, type LatestOptions } from './offline/latest-records.ts';
export type { CacheOptions } from './offline/offline-files.ts';
export type { RowReading, TrainingRow } from './offline/read-rows.ts';
export type { Spine, SpineRow } from './offline/spine.ts';
export {
  trainingRows,
  trainingSet,
  type AthenaOptions,
  type OfflineReader,
  type TrainingRowsOptions,
  type TrainingSetFile,
  type TrainingSetOptions,
} from './offline/training-set.ts';

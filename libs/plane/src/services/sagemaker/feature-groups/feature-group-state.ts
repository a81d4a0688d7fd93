/** What the machine of a feature group remembers, and what it orders. */
import type { FeatureDefinition, OnlineStoreConfigUpdate } from '@aws-sdk/client-sagemaker';
import type { FeatureGroupDocument } from '../../../feature-store/feature-group-table.ts';

/** A change of a group, as UpdateFeatureGroup takes it. */
export interface FeatureGroupChange {
  readonly additions?: readonly FeatureDefinition[];
  readonly onlineStore?: OnlineStoreConfigUpdate;
}

export interface FeatureGroupState {
  readonly document: FeatureGroupDocument;
  /** Waits for its turn; LastUpdateStatus is then InProgress. */
  readonly change?: FeatureGroupChange;
  /** The group's row goes. */
  readonly gone?: boolean;
}

export type FeatureGroupEffect =
  /** Looks whether the offline store can be written. The result is the reason why not, or null. */
  | { readonly type: 'provision'; readonly bucket: string; readonly roleArn: string }
  /** Removes the records. The result says whether rows for the offline store remain. */
  | { readonly type: 'erase'; readonly name: string };

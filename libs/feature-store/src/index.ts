/** Features declared once: ingested, read online, and joined into training sets. */
export {
  durationSeconds,
  featureGroup,
  featureGroups,
  featureView,
  type Feature,
  type FeatureGroup,
  type FeatureModel,
  type FeatureView,
  type ViewSource,
} from './groups/feature-group.ts';

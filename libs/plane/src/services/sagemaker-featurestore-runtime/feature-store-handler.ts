/** The types of Feature Store Runtime's handlers. */
import type { SageMakerFeatureStoreRuntimeOperations } from '../../models/sagemaker-featurestore-runtime-operations.ts';
import type { Handlers } from '../../service.ts';

export type FeatureStoreHandler<Name extends keyof SageMakerFeatureStoreRuntimeOperations> =
  Handlers<SageMakerFeatureStoreRuntimeOperations>[Name];

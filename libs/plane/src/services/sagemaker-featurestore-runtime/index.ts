/** SageMaker Feature Store Runtime: the records of feature groups. */
import { FEATURE_STORE_SCHEMA } from '../../feature-store/feature-store-schema.ts';
import { sagemakerFeaturestoreRuntimeModel } from '../../models/sagemaker-featurestore-runtime-model.ts';
import type { SageMakerFeatureStoreRuntimeOperations } from '../../models/sagemaker-featurestore-runtime-operations.ts';
import { defineService } from '../../service.ts';
import { batchGetRecord } from './batch-get-record.ts';
import { batchWriteRecord } from './batch-write-record.ts';
import { deleteRecord } from './delete-record.ts';
import { getRecord } from './get-record.ts';
import { listRecords } from './list-records.ts';
import { putRecord } from './put-record.ts';
import { updateRecord } from './update-record.ts';

export const sagemakerFeatureStoreRuntime = defineService<SageMakerFeatureStoreRuntimeOperations>({
  model: sagemakerFeaturestoreRuntimeModel,
  schema: FEATURE_STORE_SCHEMA,
  handlers: {
    BatchGetRecord: batchGetRecord,
    BatchWriteRecord: batchWriteRecord,
    DeleteRecord: deleteRecord,
    GetRecord: getRecord,
    ListRecords: listRecords,
    PutRecord: putRecord,
    UpdateRecord: updateRecord,
  },
});

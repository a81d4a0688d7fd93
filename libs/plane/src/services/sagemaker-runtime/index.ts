/** SageMaker Runtime: invocations of endpoints. */
import { sagemakerRuntimeModel } from '../../models/sagemaker-runtime-model.ts';
import type { SageMakerRuntimeOperations } from '../../models/sagemaker-runtime-operations.ts';
import { defineService } from '../../service.ts';
import { invokeEndpoint } from './invoke-endpoint.ts';

export const sagemakerRuntime = defineService<SageMakerRuntimeOperations>({
  model: sagemakerRuntimeModel,
  schema: [],
  handlers: { InvokeEndpoint: invokeEndpoint },
});

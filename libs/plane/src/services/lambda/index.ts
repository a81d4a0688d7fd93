/** Lambda: functions that really run, in processes of their own. */
import { lambdaModel } from '../../models/lambda-model.ts';
import type { LambdaOperations } from '../../models/lambda-operations.ts';
import { defineService } from '../../service.ts';
import { ALIAS_SCHEMA } from './alias-table.ts';
import { createFunction } from './create-function.ts';
import { functionMachine } from './function-state.ts';
import { FUNCTION_SCHEMA } from './function-table.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { invoke } from './invoke.ts';
import { startLambdaRuntime } from './lambda-runtime.ts';
import { POLICY_SCHEMA } from './policy-table.ts';
import { PROVISIONED_SCHEMA } from './provisioned-table.ts';

export const lambda = defineService<LambdaOperations>({
  model: lambdaModel,
  schema: [...FUNCTION_SCHEMA, ...ALIAS_SCHEMA, ...POLICY_SCHEMA, ...PROVISIONED_SCHEMA],
  machines: [functionMachine],
  handlers: {
    CreateFunction: createFunction,
    GetFunctionConfiguration: getFunctionConfiguration,
    Invoke: invoke,
  },
  start: startLambdaRuntime,
});

/** Lambda: functions that really run, in processes of their own. */
import { lambdaModel } from '../../models/lambda-model.ts';
import type { LambdaOperations } from '../../models/lambda-operations.ts';
import { defineService } from '../../service.ts';
import { addPermission } from './add-permission.ts';
import { createAlias } from './create-alias.ts';
import { createFunction } from './create-function.ts';
import { deleteAlias } from './delete-alias.ts';
import { deleteFunction } from './delete-function.ts';
import { deleteFunctionConcurrency } from './delete-function-concurrency.ts';
import { deleteProvisionedConcurrencyConfig } from './delete-provisioned-concurrency-config.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getAlias } from './get-alias.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConcurrency } from './get-function-concurrency.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { getPolicy } from './get-policy.ts';
import { getProvisionedConcurrencyConfig } from './get-provisioned-concurrency-config.ts';
import { invoke } from './invoke.ts';
import { listAliases } from './list-aliases.ts';
import { listFunctions } from './list-functions.ts';
import { listProvisionedConcurrencyConfigs } from './list-provisioned-concurrency-configs.ts';
import { listTags } from './list-tags.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { publishVersion } from './publish-version.ts';
import { putFunctionConcurrency } from './put-function-concurrency.ts';
import { putProvisionedConcurrencyConfig } from './put-provisioned-concurrency-config.ts';
import { removePermission } from './remove-permission.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateAlias } from './update-alias.ts';
import { updateFunctionCode } from './update-function-code.ts';
import { updateFunctionConfiguration } from './update-function-configuration.ts';
import { ALIAS_SCHEMA } from './alias-table.ts';
import { packageFront } from './code/package-links.ts';
import { eventMachine } from './events/event-machine.ts';
import { EVENT_SCHEMA } from './events/event-table.ts';
import { functionMachine } from './function-state.ts';
import { FUNCTION_SCHEMA } from './function-table.ts';
import { POLICY_SCHEMA } from './policy-table.ts';
import { provisionedMachine } from './provisioned-machine.ts';
import { PROVISIONED_SCHEMA } from './provisioned-table.ts';
import { startLambda } from './start-lambda.ts';

export const lambda = defineService<LambdaOperations>({
  model: lambdaModel,
  schema: [...FUNCTION_SCHEMA, ...ALIAS_SCHEMA, ...POLICY_SCHEMA, ...PROVISIONED_SCHEMA, ...EVENT_SCHEMA],
  machines: [functionMachine, eventMachine, provisionedMachine],
  handlers: {
    AddPermission: addPermission,
    CreateAlias: createAlias,
    CreateFunction: createFunction,
    DeleteAlias: deleteAlias,
    DeleteFunction: deleteFunction,
    DeleteFunctionConcurrency: deleteFunctionConcurrency,
    DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
    GetAccountSettings: getAccountSettings,
    GetAlias: getAlias,
    GetFunction: getFunction,
    GetFunctionConcurrency: getFunctionConcurrency,
    GetFunctionConfiguration: getFunctionConfiguration,
    GetPolicy: getPolicy,
    GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
    Invoke: invoke,
    ListAliases: listAliases,
    ListFunctions: listFunctions,
    ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
    ListTags: listTags,
    ListVersionsByFunction: listVersionsByFunction,
    PublishVersion: publishVersion,
    PutFunctionConcurrency: putFunctionConcurrency,
    PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
    RemovePermission: removePermission,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateAlias: updateAlias,
    UpdateFunctionCode: updateFunctionCode,
    UpdateFunctionConfiguration: updateFunctionConfiguration,
  },
  front: packageFront,
  start: startLambda,
});

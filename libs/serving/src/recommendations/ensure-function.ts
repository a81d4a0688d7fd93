/** Makes the function behind the HTTP API what its declaration and its code say: published, with the alias `live` on that version. */
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { waitFor, type Wait } from '@gradus/aws';
import { createHash } from 'node:crypto';
import { errors } from '../errors.ts';
import type { RecommendationApi } from './recommendation-api.ts';

/** AWS makes a function ready within seconds, and provisions environments within minutes. */
const READY_MS = 120_000;
const PROVISIONED_MS = 600_000;

type Poll = Wait<unknown>['poll'];

/** The answer, or undefined when there is no such resource. */
const found = <Answer>(answer: Promise<Answer>, ...names: readonly string[]): Promise<Answer | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  });

const ready = (lambda: LambdaClient, FunctionName: string, poll: Poll): Promise<FunctionConfiguration> =>
  waitFor({
    what: `function ${FunctionName}`,
    look: async () => (await lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration!,
    done: ({ State, LastUpdateStatus, StateReason, LastUpdateStatusReason }) => {
      if (State === 'Failed' || LastUpdateStatus === 'Failed') {
        throw errors.make('RECOMMENDATION_FUNCTION_FAILED', `function ${FunctionName} cannot be made ready`, {
          got: StateReason ?? LastUpdateStatusReason,
          remedy: 'Mend what it says, and ensure it again.',
        });
      }
      return State === 'Active' && LastUpdateStatus !== 'InProgress';
    },
    name: ({ State, LastUpdateStatus }) => `${State ?? ''} ${LastUpdateStatus ?? ''}`,
    timeoutMs: READY_MS,
    poll,
  });

/** Whether everything that is declared is so already. */
const same = (declared: RecommendationApi['function'], role: string, is: FunctionConfiguration): boolean => {
  const wanted = { ...declared.Environment?.Variables };
  const has = { ...is.Environment?.Variables };
  const names = new Set([...Object.keys(wanted), ...Object.keys(has)]);
  return (
    is.Runtime === declared.Runtime &&
    is.Handler === declared.Handler &&
    is.MemorySize === declared.MemorySize &&
    is.Timeout === declared.Timeout &&
    is.Description === declared.Description &&
    is.Role === role &&
    [...names].every((name) => wanted[name] === has[name])
  );
};

/** Sets the function's own share; as it never lies below what is kept ahead, `provision` comes before it shrinks, else after. */
const ensureConcurrency = async (
  lambda: LambdaClient,
  FunctionName: string,
  wanted: number | undefined,
  provision: () => Promise<void>,
): Promise<void> => {
  const { ReservedConcurrentExecutions: has } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const shrinks = wanted !== undefined && wanted < (has ?? Infinity);
  if (shrinks) await provision();
  if (has !== wanted) {
    await (wanted === undefined
      ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      : lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: wanted })));
  }
  if (!shrinks) await provision();
};

const ensureProvisioned = async (
  lambda: LambdaClient,
  alias: { FunctionName: string; Qualifier: string },
  wanted: number | undefined,
  poll: Poll,
): Promise<void> => {
  const look = () =>
    found(
      lambda.send(new GetProvisionedConcurrencyConfigCommand(alias)),
      'ProvisionedConcurrencyConfigNotFoundException',
    );
  const has = await look();
  if (wanted === undefined) {
    if (has) await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(alias));
    return;
  }
  if (has?.RequestedProvisionedConcurrentExecutions !== wanted) {
    await lambda.send(
      new PutProvisionedConcurrencyConfigCommand({ ...alias, ProvisionedConcurrentExecutions: wanted }),
    );
  }
  await waitFor({
    what: `provisioned concurrency of ${alias.FunctionName}`,
    look,
    done: (state) => {
      if (state?.Status !== 'FAILED') return state?.Status === 'READY';
      throw errors.make(
        'RECOMMENDATION_FUNCTION_FAILED',
        `${wanted} environments of ${alias.FunctionName} cannot be kept warm`,
        {
          got: state.StatusReason,
          remedy: 'Declare fewer (serve.recommendations.api.provisionedConcurrency), or reserve more.',
        },
      );
    },
    name: (state) => state?.Status ?? 'none',
    timeoutMs: PROVISIONED_MS,
    poll,
  });
};

export interface EnsuredFunction {
  readonly aliasArn: string;
  /** Which `live` serves now. */
  readonly version: string;
}

/** @throws GradusError RECOMMENDATION_FUNCTION_FAILED, WAIT_TIMEOUT */
export const ensureFunction = async (
  lambda: LambdaClient,
  declared: RecommendationApi,
  { code, role, poll }: { readonly code: Uint8Array; readonly role: string; readonly poll: Poll },
): Promise<EnsuredFunction> => {
  const { FunctionName } = declared.function;
  const CodeSha256 = createHash('sha256').update(code).digest('base64');
  const there = await found(lambda.send(new GetFunctionCommand({ FunctionName })), 'ResourceNotFoundException');
  if (!there) {
    const input = { ...declared.function, Role: role, Code: { ZipFile: code } };
    await found(lambda.send(new CreateFunctionCommand(input)), 'ResourceConflictException');
  }
  let is = await ready(lambda, FunctionName, poll);
  if (!same(declared.function, role, is)) {
    const { Description, Runtime, Handler, MemorySize, Timeout, Environment } = declared.function;
    const settings = { FunctionName, Description, Runtime, Handler, MemorySize, Timeout, Environment };
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...settings, Role: role }));
    is = await ready(lambda, FunctionName, poll);
  }
  if (is.CodeSha256 !== CodeSha256) {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code }));
    await ready(lambda, FunctionName, poll);
  }
  // Of code and settings that are published already, AWS answers with the version that there is.
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName, CodeSha256 }));
  const named = { FunctionName, Name: declared.alias.Name };
  let alias = await found(lambda.send(new GetAliasCommand(named)), 'ResourceNotFoundException');
  if (!alias) alias = await lambda.send(new CreateAliasCommand({ ...declared.alias, FunctionVersion: Version }));
  else if (alias.FunctionVersion !== Version) {
    alias = await lambda.send(new UpdateAliasCommand({ ...named, FunctionVersion: Version }));
  }
  const qualified = { FunctionName, Qualifier: declared.alias.Name };
  await ensureConcurrency(lambda, FunctionName, declared.reservedConcurrency, () =>
    ensureProvisioned(lambda, qualified, declared.provisionedConcurrency, poll),
  );
  return { aliasArn: alias.AliasArn!, version: Version! };
};

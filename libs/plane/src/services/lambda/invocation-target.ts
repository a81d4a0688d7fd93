/** Which version an event goes to: what the caller named, through an alias and its weights. */
import { randomInt } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { CallContext } from '../../service.ts';
import { decodeDocument } from '../../store/document.ts';
import { findAlias } from './alias-table.ts';
import type { RunnableVersion } from './environments/runnable-version.ts';
import { conflict, functionNotFound } from './errors.ts';
import { functionArn, LATEST, type FunctionReference } from './function-name.ts';
import {
  documentOf,
  findVersion,
  requireFunction,
  type FunctionRow,
  type Place,
  type RunningDocument,
} from './function-table.ts';

export interface InvocationTarget {
  readonly row: FunctionRow;
  readonly run: RunnableVersion;
  /** As the caller named it. */
  readonly arn: string;
}

type Owner = Pick<CallContext, 'accountId' | 'region'>;

/** Fractions of a million are as fine as weights are. */
const SCALE = 1_000_000;

const versionOf = ({ FunctionVersion, RoutingConfig }: AliasConfiguration): string => {
  let left = randomInt(SCALE) / SCALE;
  for (const [version, weight] of Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {})) {
    if (left < weight) return version;
    left -= weight;
  }
  return FunctionVersion!;
};

/** What environments run of a version. */
export const runnable = (owner: Owner, { code, document }: RunningDocument): RunnableVersion => ({
  ...{ accountId: owner.accountId, region: owner.region, functionName: document.FunctionName! },
  ...{ version: document.Version!, revision: document.RevisionId!, runtime: document.Runtime! },
  ...{ handler: document.Handler!, roleArn: document.Role!, memoryMb: document.MemorySize! },
  ...{ timeoutSeconds: document.Timeout!, variables: document.Environment?.Variables ?? {}, code },
  logGroup: document.LoggingConfig!.LogGroup!,
});

/** @throws AwsError ResourceNotFoundException, ResourceConflictException while the function is not Active */
export const invocationTarget = (context: Place, { name, qualifier }: FunctionReference): InvocationTarget => {
  const { store } = context.plane;
  const row = requireFunction(context, name, qualifier);
  const arn = functionArn(context, name, qualifier);
  const alias = qualifier === undefined ? undefined : findAlias(store, row.id, qualifier);
  const version = findVersion(store, row.id, alias ? versionOf(alias) : (qualifier ?? LATEST));
  if (!version) throw functionNotFound(arn);
  if (version.running === null) {
    const { State } = documentOf(version);
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${State}`,
    );
  }
  return { row, run: runnable(context, decodeDocument<RunningDocument>(version.running)), arn };
};

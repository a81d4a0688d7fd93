/** Functions for specs: packages made in memory, created and Active. */
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type CreateFunctionCommandInput,
  type FunctionConfiguration,
  type InvokeCommandInput,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';

export const LAMBDA_ROLE = 'arn:aws:iam::111111111111:role/Function';

/** A package of files by name. */
export const packageOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

export type FunctionInput = Partial<Omit<CreateFunctionCommandInput, 'Code'>> & {
  /** The text of `index.mjs`, or the files. */
  readonly code: string | Readonly<Record<string, string>>;
};

/** Creates a function and waits until it is Active. */
export const createActive = async (
  { lambda }: SdkClients,
  FunctionName: string,
  { code, ...more }: FunctionInput,
): Promise<FunctionConfiguration> => {
  await lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Role: LAMBDA_ROLE, Runtime: 'nodejs20.x', Handler: 'index.handler', Timeout: 10 },
      Code: { ZipFile: packageOf(typeof code === 'string' ? { 'index.mjs': code } : code) },
      ...more,
    }),
  );
  return untilReady({ lambda }, FunctionName);
};

/** Waits until a function is Active and its last update is over. */
export const untilReady = (
  { lambda }: Pick<SdkClients, 'lambda'>,
  FunctionName: string,
): Promise<FunctionConfiguration> =>
  waitFor(async () => {
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return found.State === 'Active' && found.LastUpdateStatus === 'Successful' && found;
  });

export interface Invoked {
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly version: string | undefined;
  /** The answer, parsed. */
  readonly answer: unknown;
  /** The log's tail, when it was asked for. */
  readonly log: string;
}

export const invokeFunction = async (
  { lambda }: SdkClients,
  FunctionName: string,
  event?: unknown,
  more: Partial<InvokeCommandInput> = {},
): Promise<Invoked> => {
  const { StatusCode, FunctionError, ExecutedVersion, Payload, LogResult } = await lambda.send(
    new InvokeCommand({ FunctionName, ...(event !== undefined && { Payload: JSON.stringify(event) }), ...more }),
  );
  const text = Payload?.transformToString() ?? '';
  return {
    ...{ status: StatusCode, error: FunctionError, version: ExecutedVersion },
    answer: text === '' ? undefined : (JSON.parse(text) as unknown),
    log: Buffer.from(LogResult ?? '', 'base64').toString(),
  };
};

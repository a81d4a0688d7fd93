/** Calls the plane's own operations (its status, its end): AWS JSON 1.1, signed as any AWS call, without an SDK client. */
import { join } from 'node:path';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { errors } from '../errors.ts';
import { readKey } from './credentials.ts';

/** Numbers for times are seconds since the epoch, as in AWS JSON. */
export interface ControlAnswers {
  GetPlaneStatus: {
    Pid: number;
    Url: string;
    Dir: string;
    StorageBytes: number;
    MemoryBytes: number;
    UptimeSeconds: number;
    Version: string;
    Clock: { Time: number; Scale: number };
    OfflineStoreLagSeconds: number;
    Accounts: { AccountId: string; Profile: string }[];
  };
  ListRoleUsage: {
    RoleUsage: {
      RoleArn: string;
      RoleName: string;
      Action: string;
      Resource: string;
      Uses: number;
      LastUsed: number;
    }[];
    NextToken?: string;
  };
  SetOfflineStoreLag: object;
  Shutdown: { Pid: number };
}

const TIMEOUT_MS = 10_000;

class Sha256 extends Hash {
  constructor(secret?: ConstructorParameters<typeof Hash>[1]) {
    super('sha256', secret);
  }
}

/**
 * Calls an operation of the plane at `url` as the account of `profile`, or any account of its credentials file.
 * @throws GradusError PLANE_UNRESPONSIVE when it does not answer, or answers with an error
 */
export const callControl = async <Operation extends keyof ControlAnswers>(
  workspaceRoot: string,
  url: string,
  operation: Operation,
  { input = {}, profile }: { readonly input?: object; readonly profile?: string } = {},
): Promise<ControlAnswers[Operation]> => {
  const file = join(workspaceRoot, '.gradus', 'credentials');
  const { credentialsFile } = await loadSharedConfigFiles({ filepath: file, configFilepath: file, ignoreCache: true });
  const credentials = await readKey(file, profile ?? Object.keys(credentialsFile)[0] ?? 'local');
  const { host, hostname, port } = new URL(url);
  const body = JSON.stringify(input);
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'gradus', sha256: Sha256 });
  const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `GradusPlane.${operation}` };
  const request = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path: '/', headers, body };
  const signed = await signer.sign({ ...request, query: {} });
  const unresponsive = (cause: unknown) =>
    errors.make('PLANE_UNRESPONSIVE', `the plane at ${url} did not answer ${operation}`, {
      remedy: 'See .gradus/plane.log.',
      cause,
    });
  const answer = await fetch(url, {
    method: 'POST',
    headers: signed.headers,
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw unresponsive(error);
  });
  const text = await answer.text();
  if (!answer.ok) throw unresponsive(new Error(`${answer.status} ${text}`));
  return JSON.parse(text) as ControlAnswers[Operation];
};

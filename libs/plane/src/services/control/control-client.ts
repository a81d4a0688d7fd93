/** A client of the control service, for whoever starts and ends planes. */
import { AwsError } from '../../wire/aws-error.ts';
import { signRequest, type SigningCredentials } from '../../wire/sigv4-sign.ts';
import type { ClockReading, PlaneStatus, RoleUsageEntry } from './control-operations.ts';

export interface ControlClient {
  getPlaneStatus(): Promise<PlaneStatus>;
  setClock(change: { Time?: Date; Scale?: number }): Promise<{ Clock: ClockReading }>;
  /** From 0 to AWS's own 900 seconds of service time; holds for what waits already, and over restarts. */
  setOfflineStoreLag(request: { Seconds: number }): Promise<void>;
  /** Takes the spot capacity of a training job of the caller's account and region away. */
  interruptSpotTraining(request: { TrainingJobName: string; AwaySeconds?: number }): Promise<void>;
  /** One page of what the roles of the caller's account used. */
  listRoleUsage(request?: {
    RoleName?: string;
    MaxResults?: number;
    NextToken?: string;
  }): Promise<{ RoleUsage: RoleUsageEntry[]; NextToken?: string }>;
  /** Resolves when the plane has agreed to end, before it has. */
  shutdown(): Promise<{ Pid: number }>;
}

interface WireClock {
  readonly Time: number;
  readonly Scale: number;
}

type WireRoleUse = Omit<RoleUsageEntry, 'LastUsed'> & { readonly LastUsed: number };

const readClock = ({ Time, Scale }: WireClock): ClockReading => ({ Time: new Date(Time * 1000), Scale });

/** Calls reject with AwsError when the plane refuses, and with the network's error when there is none at `url`. */
export const controlClient = (options: {
  readonly url: string;
  readonly credentials: SigningCredentials;
  readonly region?: string;
  /** Milliseconds; default 10,000. */
  readonly timeout?: number;
}): ControlClient => {
  const call = async <Output>(operation: string, input: object = {}): Promise<Output> => {
    const body = JSON.stringify(input);
    const headers = signRequest(
      {
        ...{ method: 'POST', path: '/', body },
        headers: {
          host: new URL(options.url).host,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `GradusPlane.${operation}`,
        },
      },
      options.credentials,
      { region: options.region ?? 'us-east-1', service: 'gradus' },
    );
    const response = await fetch(options.url, {
      ...{ method: 'POST', headers, body },
      signal: AbortSignal.timeout(options.timeout ?? 10_000),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as Output;
    const { __type = '', message = '', Message = message } = answer as Record<string, string | undefined>;
    throw new AwsError(__type, response.status, Message);
  };
  return {
    getPlaneStatus: async () => {
      const status = await call<Omit<PlaneStatus, 'Clock'> & { Clock: WireClock }>('GetPlaneStatus');
      return { ...status, Clock: readClock(status.Clock) };
    },
    setClock: async ({ Time, ...change }) => {
      const input = Time === undefined ? change : { ...change, Time: Time.getTime() / 1000 };
      return { Clock: readClock((await call<{ Clock: WireClock }>('SetClock', input)).Clock) };
    },
    setOfflineStoreLag: async (request) => {
      await call('SetOfflineStoreLag', request);
    },
    interruptSpotTraining: async (request) => {
      await call('InterruptSpotTraining', request);
    },
    listRoleUsage: async (request) => {
      const { RoleUsage, ...rest } = await call<{ RoleUsage: WireRoleUse[]; NextToken?: string }>(
        'ListRoleUsage',
        request,
      );
      return { ...rest, RoleUsage: RoleUsage.map((use) => ({ ...use, LastUsed: new Date(use.LastUsed * 1000) })) };
    },
    shutdown: () => call('Shutdown'),
  };
};

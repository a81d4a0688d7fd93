/** A request to a deployed API, once its stage and its route are known. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../../../service.ts';
import type { ServedApi, ServedRoute, ServedStage } from './served-api.ts';

export interface GatewayRequest {
  readonly api: ServedApi;
  readonly stage: ServedStage;
  readonly route: ServedRoute;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly method: string;
  /** Decoded; with the stage's name in front, unless the stage is `$default`. */
  readonly path: string;
  /** As it travelled, without `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Where the API is reached: `<apiId>.execute-api.<region>.localhost:<port>`. */
  readonly domainName: string;
  /** What `apigw-requestid` says. */
  readonly requestId: string;
  /** Service time in milliseconds. */
  readonly time: number;
  /** Who signed, where the route asks for it. */
  readonly caller?: Principal;
}

export interface GatewayAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
  /** The message of what API Gateway answers itself. */
  readonly refusal?: string;
  /** Why an integration's answer is not this one; for the stage's access log, callers do not hear of it. */
  readonly fault?: string;
  /** What the integration's server or Lambda itself (not the function) said; absent when it did not answer. */
  readonly integrationStatus?: number;
}

/**
 * What API Gateway answers itself: `{"message":"Not Found"}`.
 * @param fault why, where an integration is to blame
 */
export const gatewayAnswer = (status: number, message: string, fault?: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
  refusal: message,
  ...(fault !== undefined && { fault }),
});

export const internalServerError = (fault: string): GatewayAnswer => gatewayAnswer(500, 'Internal Server Error', fault);
export const serviceUnavailable = (fault: string): GatewayAnswer => gatewayAnswer(503, 'Service Unavailable', fault);

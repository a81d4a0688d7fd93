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
}

/** What API Gateway answers itself: `{"message":"Not Found"}`. */
export const gatewayAnswer = (status: number, message: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

export const internalServerError = (): GatewayAnswer => gatewayAnswer(500, 'Internal Server Error');
export const serviceUnavailable = (): GatewayAnswer => gatewayAnswer(503, 'Service Unavailable');

/** Bounds of what a client may send: bytes by service, times for all. */
import type { ServiceModel } from '../models/service-model.ts';
import { AwsError } from './aws-error.ts';

const MIB = 1024 * 1024;

/** AWS's own limits. */
const BODY_LIMITS: Readonly<Partial<Record<string, number>>> = {
  'sagemaker-runtime': 6 * MIB,
  dynamodb: 16 * MIB,
  lambda: 69_905_067,
};

/** Bytes of a body that is read whole; where AWS names no limit, enough for any request that it takes. */
export const bodyLimit = (serviceId: string | undefined): number => BODY_LIMITS[serviceId ?? ''] ?? 4 * MIB;

export const bodyTooLarge = (model: Pick<ServiceModel, 'id'> | undefined): AwsError =>
  model?.id === 's3'
    ? new AwsError('MaxMessageLengthExceeded', 400, 'Your request was too big.')
    : new AwsError('RequestEntityTooLargeException', 413, 'The request body exceeds the maximum size.');

export const TIMEOUTS = {
  /** For all headers to arrive. */
  headersMs: 20_000,
  /** For a whole request to arrive: 5 GiB at 17 MiB/s. */
  requestMs: 300_000,
  /** For a connection without a request. */
  idleMs: 75_000,
  /** For what a client still sends after it was refused. */
  lingerMs: 10_000,
  /** For requests in flight when the plane closes. */
  closeMs: 10_000,
} as const;

export const HEADER_BYTES = 32 * 1024;

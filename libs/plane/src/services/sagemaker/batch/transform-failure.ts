/**
 * How the failure of one input object reads: in the job's FailureReason, and in its log.
 * @source docs - the objects that succeed are stored, and the job fails
 * @source unverified - the texts, but for those that users report: "See job logs for more information", "ClientError: 400",
 * "Too much data for max payload size", "Failed to parse output from the algorithm as CSV"
 */
import { AwsError } from '../../../wire/aws-error.ts';
import { JsonPathError } from './json-path.ts';
import { PayloadTooLarge } from './mini-batches.ts';
import { InvocationFailure } from './model-client.ts';
import { RecordFormatError } from './record-format.ts';

export interface ObjectFailure {
  readonly failureReason: string;
  /** What the log says of it, line by line. */
  readonly lines: readonly string[];
}

const SEE_LOGS = 'See job logs for more information';

export const ALGORITHM_ERROR = `AlgorithmError: ${SEE_LOGS}`;
const CLIENT_ERROR = `ClientError: ${SEE_LOGS}`;

/** Undefined for a fault that is not the object's, nor the model's. */
export const objectFailure = (error: unknown): ObjectFailure | undefined => {
  if (error instanceof InvocationFailure) {
    const { status, body, message } = error;
    if (status === undefined) return { failureReason: ALGORITHM_ERROR, lines: [message, body] };
    const client = status < 500;
    const lines = [`${client ? 'ClientError' : 'AlgorithmError'}: ${status}`, '', 'Message:', ...body.split('\n')];
    return { failureReason: client ? CLIENT_ERROR : ALGORITHM_ERROR, lines };
  }
  const { code, message } = error as { code?: unknown; message: string };
  const unreadable = typeof code === 'string' && /^Z_|^ERR_ZLIB/.test(code);
  if (unreadable) return { failureReason: CLIENT_ERROR, lines: [`The object is not compressed with Gzip: ${message}`] };
  const ofData = [PayloadTooLarge, RecordFormatError, JsonPathError].some((kind) => error instanceof kind);
  if (ofData || (error instanceof AwsError && code === 'ClientError')) {
    return { failureReason: CLIENT_ERROR, lines: [message] };
  }
  return undefined;
};

/**
 * Invoke: runs a function on an event and answers what it answered, or takes the event for later, or only looks whether it could.
 * @source docs - API_Invoke, invocation-sync, invocation-async
 * @source unverified - texts of errors about the payload and the client context
 */
import { AwsError } from '../../wire/aws-error.ts';
import { PAYLOAD_BYTES } from './environments/invocation.ts';
import { functionReference } from './function-name.ts';
import { invocationTarget } from './invocation-target.ts';
import { checkInvokePermission } from './invoke-permission.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { queueEvent } from './events/queue-event.ts';
import { runTarget } from './run-target.ts';
import { refuseMembers } from './unsupported.ts';

const OPERATION = 'Invoke';
const ASYNC_BYTES = 1_048_576;
const CONTEXT_BYTES = 3_583;

const NOTHING = Buffer.alloc(0);

const checkPayload = (payload: Uint8Array, limit: number): void => {
  if (payload.length > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      413,
      `${payload.length} byte payload is too large for the ${limit === ASYNC_BYTES ? 'Event' : 'RequestResponse'} invocation type (limit ${limit} bytes)`,
      { Type: 'User' },
    );
  }
  if (payload.length === 0) return;
  try {
    JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
      { Type: 'User' },
    );
  }
};

const clientContextOf = (text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  try {
    if (Buffer.byteLength(text) > CONTEXT_BYTES) throw new RangeError('too long');
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as unknown;
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      400,
      `Client context must be a valid Base64-encoded JSON object: ${(cause as Error).message}`,
      {
        Type: 'User',
      },
    );
  }
};

/** The event that a caller without a payload sends. */
const EMPTY_EVENT = Buffer.from('{}');

export const invoke: LambdaHandler<typeof OPERATION> = async (input, context) => {
  refuseMembers(OPERATION, input, ['DurableExecutionName', 'TenantId']);
  const reference = functionReference(context, input.FunctionName, input.Qualifier);
  const { InvocationType: type = 'RequestResponse' } = input;
  const payload = (input.Payload as Buffer | undefined) ?? NOTHING;
  const target = invocationTarget(context, reference);
  checkInvokePermission(context, target.row, reference.qualifier);
  checkPayload(payload, type === 'Event' ? ASYNC_BYTES : PAYLOAD_BYTES);
  const clientContext = clientContextOf(input.ClientContext);
  if (type === 'DryRun') return { StatusCode: 204, Payload: NOTHING };
  const event = payload.length === 0 ? EMPTY_EVENT : payload;
  if (type === 'Event') {
    queueEvent(context, target.row, reference, {
      payload: event,
      ...(clientContext !== undefined && { clientContext }),
    });
    return { StatusCode: 202, Payload: NOTHING };
  }
  const {
    failed,
    payload: answer,
    tail,
  } = await runTarget(target, {
    ...{ id: context.requestId, plane: context.plane, payload: event },
    ...(reference.qualifier !== undefined && { qualifier: reference.qualifier }),
    ...(clientContext !== undefined && { clientContext }),
  });
  return {
    StatusCode: 200,
    ExecutedVersion: target.run.version,
    ...(failed && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: tail() }),
    Payload: answer,
  };
};

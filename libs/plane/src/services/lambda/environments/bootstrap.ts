/**
 * The program of an execution environment: it loads the handler, asks the plane for events and answers them. Text, because
 * it runs from `/var/runtime` in a process that knows nothing of this package.
 */
import { BOOTSTRAP_CONSOLE } from './bootstrap-console.ts';
import { BOOTSTRAP_HANDLER } from './bootstrap-handler.ts';

/** Frames are as in `frame.ts`. The socket holds the process only while there is nothing to do: Lambda's `beforeExit`. */
const CONNECTION = String.raw`
import { connect } from 'node:net';
const { GRADUS_LAMBDA_PORT, GRADUS_LAMBDA_TOKEN } = process.env;
delete process.env.GRADUS_LAMBDA_PORT;
delete process.env.GRADUS_LAMBDA_TOKEN;
const socket = connect({ host: '127.0.0.1', port: Number(GRADUS_LAMBDA_PORT), noDelay: true });
const NOTHING = Buffer.alloc(0);
const send = (head, payload = NOTHING, done) => {
  const text = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.allocUnsafe(8);
  sizes.writeUInt32BE(text.length, 0);
  sizes.writeUInt32BE(payload.length, 4);
  socket.write(Buffer.concat([sizes, text, payload]), done);
};
let received = NOTHING;
socket.on('data', (chunk) => {
  received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
  while (received.length >= 8) {
    const text = received.readUInt32BE(0);
    const end = 8 + text + received.readUInt32BE(4);
    if (received.length < end) return;
    const head = JSON.parse(received.toString('utf8', 8, 8 + text));
    const payload = received.subarray(8 + text, end);
    received = received.subarray(end);
    invoke(head, payload);
  }
});
// Without the plane there is nobody to answer.
socket.on('error', () => process.kill(process.pid, 'SIGKILL'));
socket.on('close', () => process.kill(process.pid, 'SIGKILL'));
send({ type: 'hello', token: GRADUS_LAMBDA_TOKEN });
`;

const INVOCATION = String.raw`
const peakKib = () => process.resourceUsage().maxRSS;
const memory = () => Math.ceil(peakKib() / 1024);
let handler;
let current;

const fail = (error, type, fatal = false) => {
  const report = errorReport(error, type);
  send({ type: 'error', id: current.id, memory: memory(), fatal }, Buffer.from(JSON.stringify(report)));
};
const finish = (invocation, error, result) => {
  if (current !== invocation) return;
  if (error !== undefined && error !== null) {
    logError('Invoke Error', error);
    flushLines();
    fail(error);
  } else {
    let text;
    try {
      text = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch (cause) {
      const unable = new Error('Unable to stringify response body');
      logError('Invoke Error', unable);
      flushLines();
      fail(unable);
      current = undefined;
      socket.ref();
      return;
    }
    flushLines();
    send({ type: 'response', id: invocation.id, memory: memory() }, Buffer.from(text));
  }
  current = undefined;
  socket.ref();
};
process.on('beforeExit', () => {
  const invocation = current;
  if (invocation === undefined) return;
  const [error, result] = invocation.called ?? [];
  finish(invocation, error, result);
});

const contextOf = ({ id, deadline, arn, traceId, clientContext }, invocation) => {
  const callback = (error, result) => {
    if (context.callbackWaitsForEmptyEventLoop) invocation.called ??= [error, result];
    else finish(invocation, error, result);
  };
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext,
    identity: undefined,
    invokedFunctionArn: arn,
    awsRequestId: id,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: (error, result) => finish(invocation, error, result),
    fail: (error) => finish(invocation, error ?? 'handled', undefined),
    succeed: (result) => finish(invocation, undefined, result),
  };
  if (traceId !== undefined) process.env._X_AMZN_TRACE_ID = traceId;
  return { context, callback };
};

const invoke = (head, payload) => {
  const invocation = (current = { id: head.id });
  socket.unref();
  let event;
  try {
    event = JSON.parse(payload.toString('utf8'));
  } catch (error) {
    finish(invocation, error);
    return;
  }
  const { context, callback } = contextOf(head, invocation);
  try {
    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') {
      result.then(
        (value) => finish(invocation, undefined, value),
        (error) => finish(invocation, error ?? new Error(String(error))),
      );
    }
  } catch (error) {
    finish(invocation, error ?? new Error(String(error)));
  }
};

const die = (error, type, code, text) => {
  logError(text, error, type);
  flushLines();
  if (current !== undefined) fail(error, type, true);
  else send({ type: 'init-error' }, Buffer.from(JSON.stringify(errorReport(error, type))));
  socket.end(() => process.exit(code));
  // What waits for the end goes with the frame; the loop may never turn again.
};
process.on('uncaughtException', (error) => die(error, undefined, 129, 'Uncaught Exception'));
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason));
  error.name = 'Runtime.UnhandledPromiseRejection';
  if (reason instanceof Error) error.stack = reason.stack;
  error.reason = reason instanceof Error ? errorReport(reason) : reason;
  die(error, 'Runtime.UnhandledPromiseRejection', 128, 'Unhandled Promise Rejection');
});

try {
  handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  flushLines();
  send({ type: 'ready', memory: memory() });
} catch (error) {
  logError('Uncaught Exception', error);
  flushLines();
  send({ type: 'init-error' }, Buffer.from(JSON.stringify(errorReport(error))));
}
`;

/** The text of `index.mjs`. */
export const BOOTSTRAP = [CONNECTION, BOOTSTRAP_CONSOLE, BOOTSTRAP_HANDLER, INVOCATION].join('\n');

/** SageMaker's inference contract over a predictor: `GET /ping` and `POST /invocations`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  acceptedFormat,
  CONTENT_TYPES,
  decodeInputs,
  encodeOutputs,
  formatOf,
  knownFormat,
  MalformedBodyError,
  UnsupportedContentTypeError,
  type Decoded,
  type Format,
} from './content-type.ts';
import type { Predictor } from './predictor.ts';
import type { RawPredictor } from './python-predictor.ts';
import { compileSignature, type JsonSchema } from './signature.ts';

/** AWS's limit of a real-time request, 6 MiB. */
export const MAX_BODY_BYTES = 6_291_456;

/** In bytes: what a transform job says that its requests may carry, 0 being no bound; else that of a real-time request. */
export const bodyLimit = (env: NodeJS.ProcessEnv = process.env): number => {
  const megabytes = env['SAGEMAKER_MAX_PAYLOAD_IN_MB'];
  if (megabytes === undefined || !/^\d+$/.test(megabytes)) return MAX_BODY_BYTES;
  return megabytes === '0' ? Infinity : Number(megabytes) * 2 ** 20;
};

/** An answer other than 200, thrown to the one place that writes answers. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Makes the server; the caller listens and closes it. `/ping` answers 200 once `predictor` has resolved, 503 before, and 500 when
 * loading failed. Errors are JSON: `{ "error": message, "problems": […] }`.
 *
 * @param log is told of failures that are not the caller's: one line each, with the stack of the predict module
 * @param maxBodyBytes a longer body is refused with 413
 */
export function createInferenceServer(
  predictor: Promise<Predictor | RawPredictor>,
  log: (line: string) => void,
  maxBodyBytes = MAX_BODY_BYTES,
): Server {
  let ready: Predictor | RawPredictor | undefined;
  let checkInput: ReturnType<typeof compileSignature> = () => [];
  let failure: Error | undefined;
  predictor.then(
    (loaded) => {
      checkInput = compileSignature(loaded.signature.input);
      ready = loaded;
    },
    (error: unknown) => {
      failure = error as Error;
    },
  );

  const checked = (format: Format, body: string, schema: JsonSchema): Decoded => {
    const decoded = decodeInputs(format, body, schema);
    for (const [row, input] of decoded.inputs.entries()) {
      const [problem] = checkInput(input);
      if (!problem) continue;
      const which = decoded.single ? '' : `${row + 1} `;
      throw new Refusal(400, `input ${which}${problem.path || '(the whole)'} ${problem.message}`);
    }
    return decoded;
  };

  /** The body goes on as it came; what the signature can say something about is held against it. */
  const respond = async (
    model: RawPredictor,
    request: IncomingMessage,
  ): Promise<{ body: Buffer; contentType: string }> => {
    const contentType = request.headers['content-type'] ?? CONTENT_TYPES.json;
    const body = await readBody(request, maxBodyBytes);
    const format = knownFormat(contentType);
    if (format && Object.keys(model.signature.input).length > 0) {
      checked(format, body.toString('utf8'), model.signature.input);
    }
    const answer = await model.respond({ body, contentType, accept: acceptOf(request.headers.accept) });
    if ('error' in answer) throw new Refusal(answer.status, answer.error);
    return { body: answer.body, contentType: answer.contentType };
  };

  const invoke = async (request: IncomingMessage): Promise<{ body: string | Buffer; contentType: string }> => {
    if (!ready) throw new Refusal(failure ? 500 : 503, failure?.message ?? 'the model is still loading');
    if ('respond' in ready) return respond(ready, request);
    const format = formatOf(request.headers['content-type'] ?? CONTENT_TYPES.json);
    const accepted = acceptedFormat(request.headers.accept, format);
    const { inputs, single } = checked(
      format,
      (await readBody(request, maxBodyBytes)).toString('utf8'),
      ready.signature.input,
    );
    const outputs: unknown[] = [];
    for (const input of inputs) outputs.push(await ready.predict(input));
    return {
      body: encodeOutputs(accepted, outputs, single, ready.signature.output),
      contentType: CONTENT_TYPES[accepted],
    };
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'GET' && request.url === '/ping') {
      response.writeHead(ready ? 200 : failure ? 500 : 503).end();
    } else if (request.method === 'POST' && request.url === '/invocations') {
      invoke(request)
        .then(({ body, contentType }) => send(response, 200, contentType, body))
        .catch((error: unknown) => refuse(response, error, log));
    } else {
      send(
        response,
        404,
        CONTENT_TYPES.json,
        JSON.stringify({ error: 'only GET /ping and POST /invocations are answered' }),
      );
    }
  };
  return createServer(answer);
}

/** What is answered where a request accepts anything, as AWS's inference toolkit has it. */
const acceptOf = (accept: string | undefined): string => {
  const first = (accept ?? '').split(',')[0]!.trim();
  return first === '' || first === '*/*'
    ? (process.env['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] ?? CONTENT_TYPES.json)
    : first;
};

const send = (response: ServerResponse, status: number, contentType: string, body: string | Buffer): void => {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
};

const refuse = (response: ServerResponse, error: unknown, log: (line: string) => void): void => {
  const status = statusOf(error);
  if (status >= 500) log(`invocation failed: ${(error as Error).stack ?? String(error)}`);
  send(response, status, CONTENT_TYPES.json, JSON.stringify({ error: (error as Error).message }));
};

const statusOf = (error: unknown): number => {
  if (error instanceof Refusal) return error.status;
  if (error instanceof UnsupportedContentTypeError) return 415;
  return error instanceof MalformedBodyError ? 400 : 500;
};

function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
    });
    request.on('error', reject);
    request.on('end', () => {
      if (size > most) reject(new Refusal(413, `the body has ${size} bytes; at most ${most} are taken`));
      else resolve(Buffer.concat(chunks));
    });
  });
}

/** One request and its answer: authenticate, find the operation, take the body, run, reply. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from '../dispatch.ts';
import { errorFields, type PlaneLog } from '../log.ts';
import type { Store } from '../store/store.ts';
import { AwsError } from './aws-error.ts';
import { plainBody } from './compressed-body.ts';
import { decodeRequest } from './decode-request.ts';
import { encodeError } from './encode-error.ts';
import { encodeResponse } from './encode-response.ts';
import type { ErrorTarget, RouteMatch } from './route-match.ts';
import type { RoutedRequest, Router } from './router.ts';
import { dialectOf, errorTarget, identify, s3ContentHash, type Identity } from './server-authentication.ts';
import { decodedHeaders, isChunked, requireLength, RequestBody } from './server-body.ts';
import { internalError, unknownOperation, unsupportedOperation } from './server-errors.ts';
import { bodyLimit, bodyTooLarge } from './server-limits.ts';
import { presignedHeaders } from './presigned-headers.ts';
import { checkRequiredChecksum } from './required-checksum.ts';
import { reply } from './server-reply.ts';
import { AuthFault, authError } from './sigv4-fault.ts';
import { sha256Hex, type SignatureVerifier } from './sigv4.ts';
import { validate } from './validate.ts';

export interface ExchangeParts {
  readonly router: Router;
  readonly verifier: SignatureVerifier;
  readonly dispatcher: Dispatcher;
  readonly store: Store;
  readonly log: PlaneLog;
}

const NOTHING = Buffer.alloc(0);

export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #requestId = randomUUID();
  readonly #request: { -readonly [Key in keyof RoutedRequest]: RoutedRequest[Key] };
  /** The client waits for `100 Continue`. */
  #expecting: boolean;
  #match: RouteMatch | undefined;
  #stream: RequestBody | undefined;

  constructor(
    parts: ExchangeParts,
    req: IncomingMessage,
    res: ServerResponse,
    target: { path: string; query: string },
    expecting: boolean,
  ) {
    this.#parts = parts;
    this.#req = req;
    this.#res = res;
    this.#expecting = expecting;
    const { path, query } = target;
    this.#request = { method: req.method!, path, query, headers: req.headers, body: NOTHING };
  }

  start(): void {
    try {
      const identity = identify(this.#request, this.#parts.verifier);
      const { service } = identity.authorization;
      this.#request.signingName = service;
      if (service === 's3') this.#takeS3(identity);
      else this.#collect(this.#req, (body) => this.#verifyWhole(identity, body));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** S3 signs the body's hash, so the signature is verified first; the body is held against the hash as it flows. */
  #takeS3(identity: Identity): void {
    const { authorization, credential } = identity;
    const contentHash = s3ContentHash(this.#request, identity);
    const signing = this.#parts.verifier.verify(authorization, credential, this.#request, contentHash);
    if (authorization.expires !== undefined) {
      this.#request.headers = presignedHeaders(this.#request.headers, this.#request.query);
    }
    this.#match = this.#parts.router.match(this.#request);
    const { headers } = this.#request;
    if (isChunked(contentHash)) this.#request.headers = decodedHeaders(headers);
    if (this.#match?.streaming && !isChunked(contentHash)) requireLength(headers);
    const stream = new RequestBody({ contentHash, signing, headers });
    this.#stream = stream;
    if (this.#match?.streaming) {
      this.#continue();
      stream.feed(this.#req);
      this.#request.body = stream;
      this.#run(identity, this.#match);
      return;
    }
    this.#collect(stream, (body) => this.#finish(identity, body));
    stream.on('error', (error) => this.#fail(error));
    stream.feed(this.#req);
  }

  #verifyWhole(identity: Identity, body: Buffer): void {
    this.#parts.verifier.verify(identity.authorization, identity.credential, this.#request, sha256Hex(body));
    this.#finish(identity, body);
  }

  /** Reads a body whole, within the bound of what it is for. */
  #collect(source: IncomingMessage | RequestBody, done: (body: Buffer) => void): void {
    this.#match ??= this.#parts.router.match(this.#request);
    const model = this.#match?.model;
    const limit = bodyLimit(model?.id);
    if (Number(this.#req.headers['content-length'] ?? 0) > limit) throw bodyTooLarge(model);
    this.#continue();
    const chunks: Buffer[] = [];
    let length = 0;
    source.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) this.#fail(bodyTooLarge(model));
      else chunks.push(chunk);
    });
    source.on('end', () => {
      try {
        if (length <= limit) done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  #finish(identity: Identity, body: Buffer): void {
    const { router } = this.#parts;
    this.#request.body = plainBody(this.#match, this.#request.headers, body);
    this.#match ??= router.match(this.#request);
    if (this.#match) {
      if (this.#match.operationModel.requestChecksumRequired === true) {
        checkRequiredChecksum(this.#request.headers, this.#stream?.trailers ?? {}, body);
      }
      this.#run(identity, this.#match);
      return;
    }
    const unsupported = router.unsupportedOperation(this.#request);
    if (unsupported) this.#send(encodeError(unsupported, unsupportedOperation(unsupported), this.#requestId));
    else throw unknownOperation(this.#target(), this.#request);
  }

  #run(identity: Identity, match: RouteMatch): void {
    const { dispatcher, store } = this.#parts;
    const input = decodeRequest(match, this.#request);
    validate(match.model, match.operation, input);
    const caller = { principal: identity.credential.principal, region: identity.authorization.region };
    const answer = (result: object): void => {
      this.#send(encodeResponse(match, result, this.#requestId));
    };
    const fail = (error: unknown): void => this.#fail(error);
    // A refusal tells of what others wrote, as an answer does.
    const refuse = (error: unknown): void => {
      if (store.uncommitted) store.committed().then(() => fail(error), fail);
      else fail(error);
    };
    let output: object | Promise<object>;
    try {
      output = dispatcher.run(match.model.id, match.operation, input, caller, this.#requestId);
    } catch (error) {
      refuse(error);
      return;
    }
    if (output instanceof Promise) {
      output.then(
        (result) =>
          store
            .committed()
            .then(() => answer(result))
            .catch(fail),
        refuse,
      );
    } else if (store.uncommitted) {
      store
        .committed()
        .then(() => answer(output))
        .catch(fail);
    } else {
      answer(output);
    }
  }

  #continue(): void {
    if (this.#expecting) this.#res.writeContinue();
    this.#expecting = false;
  }

  #target(): ErrorTarget {
    return this.#match ?? errorTarget(this.#request, this.#parts.router);
  }

  #fail(error: unknown): void {
    const target = this.#target();
    let answer: AwsError;
    if (error instanceof AwsError) answer = error;
    else if (error instanceof AuthFault) answer = authError(error, dialectOf(target));
    else {
      const { method, path } = this.#request;
      this.#parts.log.error(
        { requestId: this.#requestId, method, path, operation: this.#match?.operation, ...errorFields(error) },
        'an operation failed by a fault of the plane',
      );
      answer = internalError(target, error);
    }
    this.#send(encodeError(target, answer, this.#requestId));
  }

  #send(response: Parameters<typeof reply>[2]): void {
    reply(this.#req, this.#res, response, this.#expecting);
    if (this.#stream && !this.#stream.readableEnded) this.#stream.destroy();
  }
}

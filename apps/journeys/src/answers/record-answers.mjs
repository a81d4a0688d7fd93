/**
 * Records what every plane of this process is asked and answers, once per distinct exchange: a line of JSON each, in a file per
 * process, in the folder that `GRADUS_RECORD_ANSWERS` names. Plain JavaScript, since planes of the installed command load it by
 * `node --import`; without the variable it does nothing.
 */
import { createHash } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Bodies up to this many bytes are kept, of a longer one the length: documents whole, objects of S3 and payloads as far as small. */
const limitOf = (/** @type {unknown} */ contentType) =>
  /json|xml|urlencoded/.test(String(contentType)) ? 64 * 1024 * 1024 : 64 * 1024;

/**
 * Bytes as Latin-1 text, which JSON can hold and which gives the same bytes back.
 * @typedef {{ text?: string, length: number }} Body
 */

/**
 * One exchange as it travelled. Repeated headers are joined by ', '.
 * @typedef {object} RecordedExchange
 * @property {string} method
 * @property {string} url path and query
 * @property {Record<string, string>} headers of the request
 * @property {Body} body of the request
 * @property {{ status: number, headers: Record<string, string>, body: Body }} answer
 */

class Bytes {
  /** @type {Buffer[]} */
  #chunks = [];
  #length = 0;
  limit = Infinity;

  /** @param {unknown} chunk */
  add(chunk) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    const bytes = Buffer.from(chunk);
    this.#length += bytes.length;
    if (this.#length <= this.limit) this.#chunks.push(bytes);
  }

  /** @returns {Body} */
  get body() {
    const text = this.#length <= this.limit ? { text: Buffer.concat(this.#chunks).toString('latin1') } : {};
    return { length: this.#length, ...text };
  }
}

/** @param {Readonly<Record<string, string | number | readonly string[] | undefined>>} headers */
const plain = (headers) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'object' ? value.join(', ') : String(value)]],
    ),
  );

/**
 * Is it an AWS request: signed in its header or in its query?
 * @param {import('node:http').IncomingMessage} request
 */
const isSigned = ({ headers, url = '' }) =>
  headers.authorization?.startsWith('AWS4-') === true || url.includes('X-Amz-Algorithm=');

/**
 * Watches one exchange without taking part: what the parser pushes, what the server writes.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {(exchange: RecordedExchange) => void} record called when the answer is complete
 */
const watch = (request, response, record) => {
  const [asked, answered] = [new Bytes(), new Bytes()];
  /** @type {Record<string, string>} */
  let headers = {};
  asked.limit = limitOf(request.headers['content-type']);
  const push = request.push.bind(request);
  request.push = (chunk, encoding) => {
    asked.add(chunk);
    return push(chunk, encoding);
  };
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  response.writeHead = /** @type {typeof writeHead} */ (
    (/** @type {Parameters<typeof writeHead>} */ ...args) => {
      headers = plain(/** @type {import('node:http').OutgoingHttpHeaders} */ (args.at(-1) ?? {}));
      answered.limit = limitOf(headers['content-type']);
      return writeHead(...args);
    }
  );
  response.write = /** @type {typeof write} */ (
    (/** @type {Parameters<typeof write>} */ ...args) => {
      answered.add(args[0]);
      return write(...args);
    }
  );
  response.end = /** @type {typeof end} */ (
    (/** @type {Parameters<typeof end>} */ ...args) => {
      answered.add(args[0]);
      return end(...args);
    }
  );
  response.once('finish', () => {
    const { method = '', url = '' } = request;
    record({
      ...{ method, url, headers: plain(request.headers), body: asked.body },
      answer: { status: response.statusCode, headers, body: answered.body },
    });
  });
};

/** The parts of a request's headers that differ in every exchange. */
const VARYING = /^(?:authorization|x-amz-date|amz-sdk-.*|user-agent|x-amz-user-agent|host|connection|date)$/;

/** @param {RecordedExchange} exchange */
const keyOf = ({ method, url, headers, body, answer }) => {
  const asked = Object.entries(headers).filter(([name]) => !VARYING.test(name));
  const told = Object.entries(answer.headers).filter(([name]) => !/request-?id|^date$|x-amz-id-2/.test(name));
  const parts = [method, url.replace(/X-Amz-[^&]*/g, ''), asked, body, answer.status, told, answer.body];
  return createHash('sha1').update(JSON.stringify(parts)).digest('base64');
};

/** @param {string} folder */
const recordInto = (folder) => {
  mkdirSync(folder, { recursive: true });
  /** @type {Set<string>} */
  const known = new Set();
  /** @type {number | undefined} */
  let file;
  /** @param {RecordedExchange} exchange */
  const record = (exchange) => {
    const key = keyOf(exchange);
    if (known.has(key)) return;
    known.add(key);
    // A process that is killed next has written what it answered.
    file ??= openSync(join(folder, `${process.pid}-${threadId}-${Date.now()}.jsonl`), 'a');
    writeSync(file, `${JSON.stringify(exchange)}\n`);
  };
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } =
      /** @type {{ request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, server: import('node:http').Server }} */ (
        message
      );
    // A plane answers `Expect: 100-continue`; the servers that some specs stand up in AWS's place do not.
    if (isSigned(request) && server.listenerCount('checkContinue') > 0) watch(request, response, record);
  });
};

const folder = process.env['GRADUS_RECORD_ANSWERS'];
if (folder) recordInto(folder);

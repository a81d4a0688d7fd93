/**
 * The task `train` on all hosts of a training job: each works out the neighbours of its share of the movies, the first
 * host collects them and hands the whole back, so that every host goes on with the same model. A movie's neighbours are
 * added up in the same order wherever that happens: the model's bytes are those of one host.
 */
import { createServer, type ServerResponse } from 'node:http';
import process from 'node:process';
import { buffer } from 'node:stream/consumers';
import type { TrainData } from '../prepare-train-data/train-data.ts';
import type { Recommender } from './recommender.ts';
import { joinShares, nearestItems, recommenderOf, train, type Neighbours, type TrainOptions } from './train.ts';

export interface Hosts {
  /** The same order on each; the first one leads. */
  all: readonly string[];
  current: string;
}

/** As SageMaker names them; outside of a training job there is one. */
export function hostsOfJob(env: Readonly<Record<string, string | undefined>> = process.env): Hosts {
  const all = JSON.parse(env['SM_HOSTS'] || '[]') as string[];
  return { all, current: env['SM_CURRENT_HOST'] ?? '' };
}

/** Whether this host prints the metrics and saves the model. */
export function leads({ all, current }: Hosts): boolean {
  return all.length < 2 || all[0] === current;
}

const PORT = 7788;
/** Hosts come here within minutes of each other: they read the same data. */
const LONGEST_WAIT_MS = 15 * 60_000;
const RETRY_MS = 50;

/**
 * What `train` makes, by all hosts together; every host calls it, with the same data.
 * @throws Error when the first host cannot be reached, or the hosts' data differ.
 */
export async function trainOnHosts(
  data: TrainData,
  hosts: Hosts = hostsOfJob(),
  options: TrainOptions = {},
): Promise<Recommender> {
  if (hosts.all.length < 2) return train(data, options);
  const place = hosts.all.indexOf(hosts.current);
  const own = nearestItems(data, { place, of: hosts.all.length }, options);
  const neighbours = leads(hosts) ? await collect(own, hosts) : await handIn(own, place, hosts);
  if (neighbours.offsets.length !== data.items.length + 1) throw new Error('The hosts have trained on different data.');
  return recommenderOf(data, neighbours, options);
}

/** Waits for the shares of the others, and answers each with the whole. */
function collect(own: Neighbours, { all }: Hosts): Promise<Neighbours> {
  const shares = [own];
  const waiting = new Map<number, ServerResponse>();
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const place = Number(request.url!.slice(1));
      buffer(request)
        .then((bytes) => {
          shares[place] = decode(bytes);
          waiting.set(place, response);
          if (waiting.size < all.length - 1) return;
          server.close();
          const whole = joinShares(shares);
          for (const each of waiting.values()) each.setHeader('connection', 'close').end(encode(whole));
          resolve(whole);
        })
        .catch(reject);
    });
    server.once('error', reject).listen(PORT, all[0]);
  });
}

/** Sends the share to the first host, once that listens, and gets the whole. */
async function handIn(own: Neighbours, place: number, { all }: Hosts): Promise<Neighbours> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      const answer = await fetch(`http://${all[0]}:${PORT}/${place}`, { method: 'POST', body: encode(own) });
      return decode(new Uint8Array(await answer.arrayBuffer()));
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`${all[0]} cannot be reached on port ${PORT}.`, { cause });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** How many offsets there are, then the three arrays, little-endian. */
function encode({ offsets, item, similarity }: Neighbours): Uint8Array<ArrayBuffer> {
  const arrays = [Uint32Array.of(offsets.length), offsets, item, similarity];
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): Neighbours {
  const { buffer } = new Uint8Array(bytes); // its own, which begins at a multiple of four
  const [count] = new Uint32Array(buffer, 0, 1) as unknown as [number];
  const offsets = new Uint32Array(buffer, 4, count);
  const entries = offsets[count - 1]!;
  const at = 4 + offsets.byteLength;
  return {
    offsets,
    item: new Uint32Array(buffer, at, entries),
    similarity: new Float32Array(buffer, at + 4 * entries, entries),
  };
}

/** Malformed requests of S3, seeded: its input is path, query and headers, so each has one of those wrong, or its document. */
import { createHash } from 'node:crypto';
import type { SeededRandom } from '@gradus/core';
import { s3Model } from '../models/s3-model.ts';
import type { MemberModel } from '../models/service-model.ts';
import { shapeOf } from '../wire/compiled-shapes.ts';
import type { RawRequest } from './raw-request.ts';

interface Target {
  bucket: string;
  key: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  body: string;
}

interface Fault {
  readonly fault: string;
  readonly plant: (target: Target) => void;
}

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

const capitals = (random: SeededRandom, length: number): string =>
  Array.from({ length }, () => LETTERS[random.integer(LETTERS.length)]!).join('');

const pick = <T>(random: SeededRandom, values: readonly T[]): T => values[random.integer(values.length)]!;

const bucketFaults = (operation: string, random: SeededRandom): readonly Fault[] => {
  const names = [capitals(random, 3 + random.integer(40)), 'ab', 'x..y', '-x-', '192.168.5.4', 'x'.repeat(64), 'a_b'];
  if (operation !== 'CreateBucket') names.push(`missing-${random.integer(1000)}`);
  const bucket = pick(random, names);
  return [{ fault: `bucket ${bucket}`, plant: (target) => void (target.bucket = bucket) }];
};

const queryFaults = (name: string, member: MemberModel, random: SeededRandom): readonly Fault[] => {
  const key = member.locationName ?? name;
  const bad = (value: string): Fault[] => [
    { fault: `${key}=${value}`, plant: ({ query }) => void (query[key] = value) },
  ];
  if (shapeOf(s3Model, member.shape).type === 'integer') {
    return bad(pick(random, [capitals(random, 4), String(-1 - random.integer(1000)), '99999999999', '1.5']));
  }
  if (key === 'encoding-type' || key === 'continuation-token' || key === 'uploadId') return bad(capitals(random, 12));
  return [];
};

const DOCUMENTS = [
  'not XML',
  '<Delete>',
  '<Wrong/>',
  '<!DOCTYPE x [<!ENTITY y "z">]><Wrong>&y;</Wrong>',
  '{"json": true}',
];

const bodyFaults = (payload: string, random: SeededRandom): readonly Fault[] => {
  if (payload === 'Body') {
    const md5 = capitals(random, 9);
    const crc32 = Buffer.from(capitals(random, 4)).toString('base64');
    return [
      { fault: `content-md5 ${md5}`, plant: ({ headers }) => void (headers['content-md5'] = md5) },
      { fault: `checksum ${crc32}`, plant: ({ headers }) => void (headers['x-amz-checksum-crc32'] = crc32) },
    ];
  }
  const body = pick(random, DOCUMENTS);
  return [{ fault: `document ${body}`, plant: (target) => void (target.body = body) }];
};

const copyFaults = (random: SeededRandom): readonly Fault[] => {
  const source = pick(random, [
    'kept',
    '/',
    'kept/',
    `kept/${capitals(random, 5)}`,
    `missing-bucket/${capitals(random, 5)}`,
  ]);
  return [{ fault: `copy source ${source}`, plant: ({ headers }) => void (headers['x-amz-copy-source'] = source) }];
};

const faultsOf = (operation: string, random: SeededRandom): readonly Fault[] => {
  const { input = '', requires } = s3Model.operations[operation]!;
  const shape = shapeOf(s3Model, input);
  if (shape.type !== 'structure') return [];
  const members = Object.entries(shape.members);
  return [
    ...('Bucket' in shape.members ? bucketFaults(operation, random) : []),
    ...('Key' in shape.members
      ? [{ fault: 'a key of 1,025 bytes', plant: (target: Target) => void (target.key = 'k'.repeat(1025)) }]
      : []),
    ...members.flatMap(([name, each]) => (each.location === 'querystring' ? queryFaults(name, each, random) : [])),
    ...(shape.payload === undefined ? [] : bodyFaults(shape.payload, random)),
    ...(requires?.headers?.includes('x-amz-copy-source') === true ? copyFaults(random) : []),
  ];
};

/** One malformed request of an operation; `kept/object` is expected to be there. */
export const malformedS3Request = (
  operation: string,
  random: SeededRandom,
): { readonly fault: string; readonly request: RawRequest } => {
  const { http, requires, requestChecksumRequired: summed } = s3Model.operations[operation]!;
  const target: Target = { bucket: 'kept', key: 'object', query: {}, headers: {}, body: '' };
  for (const key of requires?.query ?? []) target.query[key] = key === 'partNumber' ? '1' : 'NOSUCHUPLOAD';
  for (const header of requires?.headers ?? []) target.headers[header] = 'kept/object';
  const { fault, plant } = pick(random, faultsOf(operation, random));
  plant(target);
  const [path = '', fixed] = http.requestUri.split('?');
  const query = new URLSearchParams([...new URLSearchParams(fixed ?? ''), ...Object.entries(target.query)]);
  const asked = path.replace('{Bucket}', target.bucket).replace('{Key+}', target.key);
  const { method } = http;
  const digest = createHash('sha256').update(target.body).digest('hex');
  return {
    fault,
    request: {
      method,
      path: query.size > 0 ? `${asked}?${query.toString()}` : asked,
      headers: {
        ...target.headers,
        'x-amz-content-sha256': digest,
        ...(summed === true ? { 'content-md5': createHash('md5').update(target.body).digest('base64') } : {}),
      },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: target.body }),
    },
  };
};

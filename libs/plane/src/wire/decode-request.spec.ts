import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { AwsError } from './aws-error.ts';
import { decodeRequest, type Input } from './decode-request.ts';
import { createRouter } from './router.ts';

const router = createRouter(serviceModels);

interface Sent {
  readonly line?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | Readable;
}

const decode = ({ line = 'POST /', headers = {}, body = '' }: Sent): Input => {
  const [method = '', uri = ''] = line.split(' ');
  const [path = '', query = ''] = uri.split('?');
  const request = { method, path, query, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
  const match = router.match(request);
  if (match === undefined) throw new Error(`No route for ${line}`);
  return decodeRequest(match, request);
};

const json = (operation: string, body: string): Sent => ({
  headers: { 'x-amz-target': `SageMaker.${operation}` },
  body,
});

const refusal = (sent: Sent): { code: string; message: string } => {
  try {
    decode(sent);
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It was not refused');
};

describe('decodeRequest, json', () => {
  it.each([
    ['', ''],
    ['{', ''],
    ['null', ''],
    ['"text"', ''],
    ['[]', 'Start of list found where not expected'],
    ['{"TrainingJobName": 1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"TrainingJobName": true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"TrainingJobName": {}}', 'Start of structure or map found where not expected.'],
    ['{"TrainingJobName": []}', 'Start of list found where not expected'],
    ['{"ResourceConfig": {"InstanceCount": "1"}}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"InputDataConfig": "x"}', 'Expected list or null'],
    ['{"EnableNetworkIsolation": "true"}', 'STRING_VALUE can not be converted to a Boolean'],
    ['{"ResourceConfig": {"InstanceCount": 2147483648}}', 'NUMBER_VALUE can not be converted to an Integer'],
    ['{"ResourceConfig": {"InstanceCount": 1e300}}', 'NUMBER_VALUE can not be converted to an Integer'],
  ])('refuses %s', (body, message) => {
    expect(refusal(json('CreateTrainingJob', body))).toEqual({ code: 'SerializationException', message });
  });

  it('drops nulls and members that no shape names, and keeps odd map keys', () => {
    const body = '{"TrainingJobName": null, "Unknown": 1, "HyperParameters": {"__proto__": "a", "b": "c"}}';
    const input = decode(json('CreateTrainingJob', body));
    expect(Object.keys(input)).toEqual(['HyperParameters']);
    expect(Object.entries(input['HyperParameters'] as object)).toEqual([
      ['__proto__', 'a'],
      ['b', 'c'],
    ]);
  });

  it('reads times with milliseconds', () => {
    const input = decode(json('ListModels', '{"CreationTimeAfter": 1700000000.123}'));
    expect(input['CreationTimeAfter']).toEqual(new Date(1_700_000_000_123));
  });

  it('refuses a time that no date can be', () => {
    expect(refusal(json('ListModels', '{"CreationTimeAfter": 1e300}'))).toEqual({
      code: 'SerializationException',
      message: 'NUMBER_VALUE can not be converted to a Date',
    });
  });

  it('refuses bytes that are no UTF-8', () => {
    const body = Buffer.from('{"NameContains": "\xff"}', 'latin1');
    expect(refusal({ ...json('ListModels', ''), body }).code).toBe('SerializationException');
  });
});

describe('decodeRequest, S3', () => {
  it('decodes keys once', () => {
    expect(decode({ line: 'GET /b/a%2Fb%20c+d%25' })).toEqual({ Bucket: 'b', Key: 'a/b c+d%' });
    expect(refusal({ line: 'GET /b/%zz' }).code).toBe('InvalidURI');
  });

  it('hands the body over as a stream', () => {
    const body = Readable.from([Buffer.from('x')]);
    const headers = {
      'x-amz-meta-owner': 'me',
      'content-type': 'text/plain',
      expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
    };
    expect(decode({ line: 'PUT /b/k', headers, body })).toEqual({
      Bucket: 'b',
      Key: 'k',
      Body: body,
      ContentType: 'text/plain',
      Expires: new Date('2026-01-01T00:00:00Z'),
      Metadata: { owner: 'me' },
    });
  });

  it('ignores a condition whose date cannot be read', () => {
    expect(decode({ line: 'GET /b/k', headers: { 'if-modified-since': 'soon' } })).toEqual({ Bucket: 'b', Key: 'k' });
  });

  it.each(['many', '2147483648', '99999999999999999999'])('refuses %s as a number of keys', (number) => {
    expect(refusal({ line: `GET /b?list-type=2&max-keys=${number}` })).toEqual({
      code: 'InvalidArgument',
      message: 'Provided max-keys not an integer or within integer range',
    });
  });

  it.each([
    ['<Delete><Object><Key>a</Key></Object>'],
    ['<Remove><Object><Key>a</Key></Object></Remove>'],
    ['<Delete><Quiet>true</Quiet></Delete>'],
    ['<Delete><Object><VersionId>1</VersionId></Object></Delete>'],
    ['<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>'],
    ['<Delete><Object><Key><b/></Key></Object></Delete>'],
    ['{"Delete": {}}'],
  ])('refuses %s', (body) => {
    expect(refusal({ line: 'POST /b?delete', body })).toEqual({
      code: 'MalformedXML',
      message: 'The XML you provided was not well-formed or did not validate against our published schema',
    });
  });

  it('tells a missing body from an optional one', () => {
    expect(refusal({ line: 'POST /b?delete' }).code).toBe('MissingRequestBodyError');
    expect(decode({ line: 'PUT /b' })).toEqual({ Bucket: 'b' });
  });
});

describe('decodeRequest, query', () => {
  const form = (body: string): Sent => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });

  it('reads nested fields', () => {
    const fields = 'Action=AssumeRole&RoleArn=a%3Ab&DurationSeconds=900&Tags.member.2.Key=x&Tags.member.1.Key=y+z';
    expect(decode(form(fields))).toEqual({
      RoleArn: 'a:b',
      DurationSeconds: 900,
      Tags: [{ Key: 'y z' }, { Key: 'x' }],
    });
  });

  it('refuses a field that is not of its type', () => {
    expect(refusal(form('Action=AssumeRole&DurationSeconds=long')).code).toBe('MalformedInput');
  });
});

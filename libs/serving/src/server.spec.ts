import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPredictor } from './predictor.ts';
import { bodyLimit, createInferenceServer, MAX_BODY_BYTES } from './server.ts';

const PREDICT = `
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
export const load = async (dir) => Number(await readFile(join(dir, 'weight.txt'), 'utf8'));
export const predict = (input, weight) => {
  if (input.x === 13) throw new Error('thirteen');
  return { y: input.x * weight, parts: [input.x, weight] };
};`;
const SIGNATURE = {
  input: {
    type: 'object',
    properties: { x: { type: 'number' }, label: { type: 'string' } },
    required: ['x'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { y: { type: 'number' }, parts: { type: 'array' } } },
};

describe('the inference server', () => {
  let dir: string;
  let url: string;
  let close: () => void;
  const lines: string[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gradus-serving-'));
    await mkdir(join(dir, 'code'));
    await writeFile(join(dir, 'code', 'predict.mjs'), PREDICT);
    await writeFile(join(dir, 'signature.json'), JSON.stringify(SIGNATURE));
    await writeFile(join(dir, 'weight.txt'), '3');
    const server = createInferenceServer(loadPredictor(dir), (line) => lines.push(line));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
    await expect.poll(async () => (await fetch(`${url}/ping`)).status).toBe(200);
  });

  afterEach(async () => {
    close();
    await rm(dir, { recursive: true });
  });

  const invoke = (
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Response> => fetch(`${url}/invocations`, { method: 'POST', body, headers });

  it('answers one JSON input with one output, and a batch with a batch', async () => {
    const one = await invoke('{"x":2}');
    expect(one.headers.get('content-type')).toBe('application/json');
    expect(await one.json()).toEqual({ y: 6, parts: [2, 3] });
    expect(await (await invoke('[{"x":1},{"x":2}]')).json()).toEqual([
      { y: 3, parts: [1, 3] },
      { y: 6, parts: [2, 3] },
    ]);
  });

  it('reads CSV by the columns of the signature, with or without a header, and answers CSV', async () => {
    const csv = await invoke('2,"a, b"\n4,c\n', { 'content-type': 'text/csv; charset=utf-8' });
    expect(csv.headers.get('content-type')).toBe('text/csv');
    expect(await csv.text()).toBe('6,"[2,3]"\n12,"[4,3]"\n');
    const reordered = await invoke('label,x\nc,5\n', { 'content-type': 'text/csv' });
    expect(await reordered.text()).toBe('15,"[5,3]"\n');
  });

  it('converts between formats by Accept', async () => {
    const lines = await invoke('2,\n', { 'content-type': 'text/csv', accept: 'application/jsonlines' });
    expect(await lines.text()).toBe('{"y":6,"parts":[2,3]}\n');
    expect((await invoke('{"x":2}', { 'content-type': 'application/json', accept: 'image/png' })).status).toBe(415);
  });

  it.each([
    ['{"x":"two"}', 400, '/x must be number'],
    ['{"x":1,"z":2}', 400, 'must NOT have additional properties: z'],
    ['{"label":"a"}', 400, "must have required property 'x'"],
    ['{', 400, 'the body is not JSON'],
  ])('refuses %s with %i: %s', async (body, status, message) => {
    const response = await invoke(body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(message);
  });

  it('refuses an unknown content type, too many cells and an oversized body', async () => {
    expect((await invoke('x', { 'content-type': 'application/x-npy' })).status).toBe(415);
    expect((await invoke('1,a,b\n', { 'content-type': 'text/csv' })).status).toBe(400);
    expect((await invoke(`{"x":1,"label":"${'a'.repeat(MAX_BODY_BYTES)}"}`)).status).toBe(413);
  });

  it('answers 500 and logs the stack when predict throws, and serves the next request', async () => {
    const response = await invoke('{"x":13}');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'thirteen' });
    expect(lines.some((line) => line.includes('predict.mjs'))).toBe(true);
    expect((await invoke('{"x":1}')).status).toBe(200);
  });

  it('answers 500 to /ping when the module lacks an export', async () => {
    await writeFile(join(dir, 'code', 'broken.mjs'), 'export const load = () => 1;');
    const server = createInferenceServer(loadPredictor(dir, join(dir, 'code', 'broken.mjs')), () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const broken = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect.poll(async () => (await fetch(`${broken}/ping`)).status).toBe(500);
    const invocation = await fetch(`${broken}/invocations`, { method: 'POST', body: '{}' });
    expect(((await invocation.json()) as { error: string }).error).toContain('it lacks predict');
    server.close();
  });
});

describe('bodyLimit', () => {
  it('is that of a real-time request, or what a transform job says', () => {
    expect(bodyLimit({})).toBe(MAX_BODY_BYTES);
    expect(bodyLimit({ SAGEMAKER_MAX_PAYLOAD_IN_MB: '100' })).toBe(100 * 2 ** 20);
    expect(bodyLimit({ SAGEMAKER_MAX_PAYLOAD_IN_MB: '0' })).toBe(Infinity);
  });
});

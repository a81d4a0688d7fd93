import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { loadPythonPredictor, timeoutOf, workerCount, type RawPredictor } from './python-predictor.ts';
import { createInferenceServer } from './server.ts';

const absent = spawnSync('python3', ['--version']).status !== 0;
const root = mkdtempSync(join(tmpdir(), 'gradus-inference-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(absent)(`inference.py${absent ? ' (skipped: there is no python3 here)' : ''}`, () => {
  const opened: { server: Server; predictor: RawPredictor }[] = [];
  let log = '';
  afterEach(async () => {
    for (const { server, predictor } of opened.splice(0)) {
      server.closeAllConnections();
      server.close();
      await predictor.close();
    }
  });
  const load = (
    source: string,
    {
      workers = 1,
      timeoutSeconds = 60,
      signature,
    }: { workers?: number; timeoutSeconds?: number; signature?: object } = {},
  ): Promise<RawPredictor> => {
    const modelDir = mkdtempSync(join(root, 'model-'));
    mkdirSync(join(modelDir, 'code'));
    writeFileSync(join(modelDir, 'weight.txt'), '3');
    writeFileSync(join(modelDir, 'code/own.py'), 'def times(a, b): return a * b\n');
    const module = join(modelDir, 'code/inference.py');
    writeFileSync(module, source);
    if (signature) writeFileSync(join(modelDir, 'signature.json'), JSON.stringify(signature));
    log = '';
    const onLost = (error: Error): void => void (log += error.message);
    return loadPythonPredictor({
      ...{ python: 'python3', module, modelDir, workers, timeoutSeconds, onLost },
      log: (text) => (log += text),
    });
  };
  const serve = async (...args: Parameters<typeof load>) => {
    const predictor = await load(...args);
    const server = createInferenceServer(Promise.resolve(predictor), (line) => (log += `${line}\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push({ server, predictor });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const invoke = async (body: string, contentType = 'application/json', accept?: string) => {
      const headers = { 'content-type': contentType, ...(accept !== undefined && { accept }) };
      const answer = await fetch(`${url}/invocations`, { method: 'POST', body, headers });
      return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
    };
    return { url, invoke };
  };

  const MODEL = `
import os
from own import times
class Model:
    def __init__(self, weight): self.weight = weight
    def predict(self, rows):
        rows = rows.tolist() if hasattr(rows, "tolist") else rows
        return [times(sum(map(float, row)), self.weight) for row in rows]
def model_fn(model_dir):
    print("loading from", os.path.basename(model_dir))
    return Model(float(open(os.path.join(model_dir, "weight.txt")).read()))
`;

  it('answers with the defaults of AWS: JSON, CSV and JSON Lines in and out', async () => {
    const { url, invoke } = await serve(MODEL);
    expect((await fetch(`${url}/ping`)).status).toBe(200);
    expect(await invoke('[[1, 2], [3, 4]]')).toEqual({ status: 200, type: 'application/json', body: '[9.0, 21.0]' });
    expect(await invoke('1,2\n3,4\n', 'text/csv; charset=utf-8')).toMatchObject({ body: '[9.0, 21.0]' });
    expect(await invoke('1,2\n3,4\n', 'text/csv', 'text/csv')).toMatchObject({ type: 'text/csv', body: '9.0\n21.0\n' });
    expect(await invoke('[1, 2]\n[3, 4]\n', 'application/jsonlines', 'application/jsonlines')).toMatchObject({
      body: '9.0\n21.0\n',
    });
    expect(log).toMatch(/^loading from model-/);
  });

  it('refuses what it cannot read with 4xx', async () => {
    const { invoke } = await serve(MODEL);
    expect(await invoke('{', 'application/json')).toMatchObject({
      status: 400,
      body: expect.stringContaining('the body cannot be read as application/json'),
    });
    expect((await invoke('x', 'image/png')).status).toBe(415);
    expect((await invoke('[[1]]', 'application/json', 'image/png')).status).toBe(415);
    expect(log).not.toContain('Traceback');
  });

  const OWN = `
import json, os, time
def model_fn(model_dir): return {"factor": 2}
def input_fn(body, content_type):
    if content_type != "application/x-words": return json.loads(body)
    return body.decode().split()
def predict_fn(data, model):
    if data == "fail": raise RuntimeError("a secret place: " + __file__)
    if data == "die": os._exit(3)
    if data == "hang": time.sleep(600)
    if data == "meet":
        open("%s" % os.environ["MEETING"] + str(os.getpid()), "w")
        folder = os.path.dirname(os.environ["MEETING"])
        deadline = time.time() + 20
        while len([n for n in os.listdir(folder) if n.startswith("meet-")]) < 2 and time.time() < deadline: time.sleep(0.01)
        return len([n for n in os.listdir(folder) if n.startswith("meet-")])
    if isinstance(data, dict) and data.get("teapot"):
        error = RuntimeError("short and stout"); error.status_code = 418; raise error
    return [data, model["factor"]]
def output_fn(prediction, accept):
    if prediction == ["nonsense", 2]: return {"no": "text"}
    if prediction == ["no type", 2]: return b"made", "text/plain\\nx-more: 1"
    return json.dumps({"made": prediction}), "application/json"
`;

  it('calls the four functions of the model', async () => {
    const { invoke } = await serve(OWN);
    expect(await invoke('a b', 'application/x-words')).toMatchObject({
      status: 200,
      body: '{"made": [["a", "b"], 2]}',
    });
    expect(await invoke('{"teapot": 1}')).toMatchObject({ status: 418, body: '{"error":"short and stout"}' });
  });

  it('answers 500 without the traceback, which is in the log, and serves on; also when its process dies', async () => {
    const { invoke } = await serve(OWN);
    const failed = await invoke('"fail"');
    expect(failed).toMatchObject({ status: 500, body: expect.stringContaining('a secret place') });
    expect(failed.body).not.toContain('Traceback');
    expect(log).toContain('Traceback (most recent call last)');
    expect(await invoke('"die"')).toMatchObject({ status: 500, body: expect.stringContaining('process ended with 3') });
    expect((await invoke('"on"')).body).toBe('{"made": ["on", 2]}');
  });

  it('answers 500 to what is no answer, and serves on', async () => {
    const { invoke } = await serve(OWN);
    expect(await invoke('"nonsense"')).toMatchObject({
      status: 500,
      body: expect.stringContaining('output_fn returned a dict'),
    });
    expect(await invoke('"no type"')).toMatchObject({
      status: 500,
      body: expect.stringContaining('content type'),
    });
    expect((await invoke('"on"')).body).toBe('{"made": ["on", 2]}');
  });

  it('ends a process that does not answer in time, and serves on', async () => {
    const { invoke } = await serve(OWN, { timeoutSeconds: 1 });
    expect(await invoke('"hang"')).toMatchObject({
      status: 500,
      body: expect.stringContaining('did not answer in 1 s'),
    });
    expect((await invoke('"on"')).body).toBe('{"made": ["on", 2]}');
    expect(log).toContain('SAGEMAKER_MODEL_SERVER_TIMEOUT');
  });

  it('answers several requests at once', async () => {
    const meeting = mkdtempSync(join(root, 'meeting-'));
    process.env['MEETING'] = join(meeting, 'meet-');
    try {
      const { invoke } = await serve(OWN, { workers: 2 });
      const both = await Promise.all([invoke('"meet"'), invoke('"meet"')]);
      expect(both.map(({ body }) => body)).toEqual(['{"made": 2}', '{"made": 2}']);
    } finally {
      Reflect.deleteProperty(process.env, 'MEETING');
    }
  });

  it('holds requests against the signature first', async () => {
    const input = { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] };
    const { invoke } = await serve(OWN, { signature: { input, output: {} } });
    expect(await invoke('{"x":1}')).toMatchObject({ status: 200 });
    expect(await invoke('{"x":"one"}')).toMatchObject({
      status: 400,
      body: expect.stringContaining('/x must be number'),
    });
    expect(await invoke('words', 'application/x-words')).toMatchObject({ status: 200 });
  });

  it.each([
    [
      'does not define model_fn',
      'def predict_fn(a, b): pass',
      'inference.py must define model_fn(model_dir); it defines predict_fn',
    ],
    ['does not load', 'import nowhere_at_all', "ModuleNotFoundError: No module named 'nowhere_at_all'"],
  ])('says why it %s', async (_, source, message) => {
    await expect(load(source)).rejects.toThrow(message);
  });
});

describe('workerCount', () => {
  it('is what the environment says, else the processors, at most four', () => {
    expect(workerCount({ SAGEMAKER_MODEL_SERVER_WORKERS: '7' })).toBe(7);
    expect(workerCount({ SAGEMAKER_MODEL_SERVER_WORKERS: 'many' })).toBeLessThanOrEqual(4);
  });
});

describe('timeoutOf', () => {
  it('is what the environment says, else a minute', () => {
    expect(timeoutOf({ SAGEMAKER_MODEL_SERVER_TIMEOUT: '3600' })).toBe(3600);
    expect(timeoutOf({ SAGEMAKER_MODEL_SERVER_TIMEOUT: 'long' })).toBe(60);
    expect(timeoutOf({})).toBe(60);
  });
});

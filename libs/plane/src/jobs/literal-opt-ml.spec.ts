import { describe, expect, it } from 'vitest';
import { findLiteralOptMl, refusalOfLiteralOptMl } from './literal-opt-ml.ts';

describe('findLiteralOptMl', () => {
  it.each([
    [`open("/opt/ml/model/w.bin")`, '/opt/ml/model/w.bin'],
    [`const dir = '/opt/ml';`, '/opt/ml'],
    [`tar xf /opt/ml/input/data/train/x.tar`, '/opt/ml/input/data/train/x.tar'],
    [`    "path = f\\"/opt/ml/output/{name}\\"\\n",`, '/opt/ml/output/'],
  ])('finds it in %s', (line, path) => {
    expect(findLiteralOptMl(`first\n${line}\nlast`)).toEqual([{ line: 2, path }]);
  });

  it.each([
    '# SageMaker puts data into /opt/ml/input',
    '  // see /opt/ml',
    `parser.add_argument('--model-dir', default=os.environ.get('SM_MODEL_DIR', '/opt/ml/model'))`,
    `const dir = process.env.SM_MODEL_DIR ?? '/opt/ml/model';`,
    'cd "${MODEL_DIR:-/opt/ml/model}"',
    'read /home/me/opt/ml/model, /opt/mlflow and https://host/opt/ml',
  ])('leaves alone: %s', (line) => {
    expect(findLiteralOptMl(line)).toEqual([]);
  });
});

describe('refusalOfLiteralOptMl', () => {
  it('names the places and the remedy', () => {
    const refusal = refusalOfLiteralOptMl({ 'train.py': 'x\nopen("/opt/ml/model/a")', 'ok.py': '' });
    expect(refusal).toContain('train.py:2 names /opt/ml/model/a.');
    expect(refusal).toContain('SM_MODEL_DIR');
    expect(refusalOfLiteralOptMl({ 'ok.py': 'import os' })).toBeUndefined();
  });
});

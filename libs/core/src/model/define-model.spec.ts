import { describe, expect, expectTypeOf, it } from 'vitest';
import { isGradusError, type Mistake } from '../gradus-error.ts';
import { defineModel } from './define-model.ts';
import { isModel } from './is-model.ts';
import type { ModelDeclaration } from './model-schema.ts';

const movies = {
  name: 'movies',
  level: 0,
  notebook: { file: './movies.ipynb', parameters: { seed: 42 } },
  serve: { endpoint: { predict: './predict.ts' } },
  gates: { 'ndcg@10': { min: 0.1 } },
} as const satisfies ModelDeclaration;

const mistakesOf = (declaration: object): readonly Mistake[] => {
  try {
    defineModel(declaration as ModelDeclaration);
  } catch (error) {
    if (isGradusError(error)) return error.mistakes ?? [];
    throw error;
  }
  return [];
};

describe('defineModel', () => {
  it('returns the declaration with its defaults, its literals typed', () => {
    const model = defineModel(movies);
    expectTypeOf(model.name).toEqualTypeOf<'movies'>();
    expectTypeOf(model.notebook.parameters.seed).toExtend<number>();
    expect(isModel(model)).toBe(true);
    expect(model).toEqual({
      ...movies,
      notebook: { ...movies.notebook, channels: [], instanceType: 'ml.m5.large', instanceCount: 1 },
      serve: { endpoint: { predict: './predict.ts', instanceType: 'ml.m5.large', initialInstanceCount: 1 } },
      requirements: {},
    });
  });

  it('reports every mistake at once, with path, value, what is allowed and the remedy', () => {
    const mistakes = mistakesOf({
      name: 'Movies!',
      level: 1,
      notebook: { file: '../movies.ipynb', channels: ['ratings', 'my data'], kernl: 'deno' },
      serve: { endpoint: { predict: 'predict.py', instanceType: 'large', initialInstanceCount: 0 } },
      gates: { 'ndcg@10': {}, loss: { min: 2, max: 1 } },
    });
    expect(mistakes.map(({ path, got }) => [path, got])).toEqual([
      ['name', 'Movies!'],
      ['level', 1],
      ['notebook.file', '../movies.ipynb'],
      ['notebook.channels[1]', 'my data'],
      ['notebook.kernl', 'deno'],
      ['serve.endpoint.predict', 'predict.py'],
      ['serve.endpoint.instanceType', 'large'],
      ['serve.endpoint.initialInstanceCount', 0],
      ['gates.ndcg@10', {}],
      ['gates.loss', { min: 2, max: 1 }],
    ]);
    for (const mistake of mistakes) expect(mistake.allowed?.length, mistake.path).toBeGreaterThan(0);
    expect(mistakes[4]).toMatchObject({ remedy: 'Did you mean "kernel"?' });
  });

  it.each([
    ['./train.py', './inference.py'],
    ['./steps/train.py', './serve/inference.py'],
  ])('takes a script %s and %s in Python', (file, predict) =>
    expect(mistakesOf({ ...movies, notebook: { file }, serve: { endpoint: { predict } } })).toEqual([]),
  );

  it.each(['./serve.py', './my_inference.py', '../inference.py'])('takes no %s to serve', (predict) =>
    expect(mistakesOf({ ...movies, serve: { endpoint: { predict } } })).toMatchObject([
      { path: 'serve.endpoint.predict', got: predict },
    ]),
  );

  it('names what is missing', () =>
    expect(mistakesOf({ name: 'movies', level: 0 }).map(({ path, message }) => `${path} ${message}`)).toEqual([
      'notebook is missing',
      'serve is missing',
    ]));

  it('suggests the near section', () =>
    expect(mistakesOf({ ...movies, requirments: {} })).toMatchObject([
      { path: 'requirments', remedy: 'Did you mean "requirements"?' },
    ]));

  it('says that a section of a higher level is not available', () =>
    expect(mistakesOf({ ...movies, triggers: [] })).toMatchObject([
      { path: 'triggers', message: 'is a section of a higher level, which is not available yet' },
    ]));

  it('takes stages that lead to one another, and says which do not', () => {
    const stages = [
      { name: 'Trial', from: ['None'] },
      { name: 'Live', from: ['Trial'], by: ['arn:aws:sts::*:assumed-role/releaser/*'] },
    ];
    expect(defineModel({ ...movies, stages }).stages).toEqual(stages);
    const wrong = [
      { name: 'Trial', from: ['Nowhere'], by: ['ann'] },
      { name: 'Trial', from: [] },
      { name: 'a b', from: ['None'] },
    ];
    expect(mistakesOf({ ...movies, stages: wrong }).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['stages[0].by[0]', 'stages[1].from', 'stages[2].name']),
    );
    expect(
      mistakesOf({
        ...movies,
        stages: [
          { name: 'Trial', from: ['Nowhere'] },
          { name: 'Trial', from: ['None'] },
        ],
      }),
    ).toMatchObject([
      { path: 'stages[0].from[0]', got: 'Nowhere', allowed: ['None', 'Trial', 'Trial'] },
      { path: 'stages[1].name', got: 'Trial' },
    ]);
  });

  it.each([undefined, null, 'movies', []])('refuses %j', (value) =>
    expect(mistakesOf(value as unknown as object)).toMatchObject([{ path: 'the model' }]),
  );
});

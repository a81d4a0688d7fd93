import { describe, expect, it } from 'vitest';
import { isGradusError, type Mistake } from '../gradus-error.ts';
import { defineModel } from './define-model.ts';
import { durationSeconds } from './duration.ts';
import type { ModelDeclaration } from './model-schema.ts';

const films = { name: 'films', level: 0, notebook: { file: './films.ipynb' } } as const;

const mistakesOf = (serve: object): readonly Mistake[] => {
  try {
    const declaration: object = { ...films, serve };
    defineModel(declaration as ModelDeclaration);
  } catch (error) {
    if (isGradusError(error)) return error.mistakes ?? [];
    throw error;
  }
  return [];
};

describe('serve.recommendations', () => {
  it('needs nothing said', () =>
    expect(defineModel({ ...films, serve: { recommendations: {} } }).serve).toEqual({
      recommendations: {
        types: ['like'],
        contents: ['item'],
        limit: 10,
        ttl: { days: 3 },
        reverseItems: false,
        api: { throttle: { rate: 1000, burst: 2000 }, auth: 'none', memory: 512, timeout: { seconds: 5 } },
      },
    }));

  it('names every mistake', () =>
    expect(
      mistakesOf({
        recommendations: {
          types: ['like', 'like'],
          contents: ['a#b'],
          limit: 0,
          ttl: { seconds: 1 },
          api: { cors: { origins: ['https://example.org/path'] }, timeout: { minutes: 2 }, memry: 1 },
        },
      }).map(({ path, remedy }) => [path, remedy]),
    ).toEqual([
      ['serve.recommendations.types[1]', undefined],
      ['serve.recommendations.contents[0]', undefined],
      ['serve.recommendations.limit', undefined],
      ['serve.recommendations.ttl', undefined],
      ['serve.recommendations.api.cors.origins[0]', undefined],
      ['serve.recommendations.api.timeout', undefined],
      ['serve.recommendations.api.memry', 'Did you mean "memory"?'],
    ]));

  it('asks for an endpoint or recommendations', () =>
    expect(mistakesOf({})).toMatchObject([{ path: 'serve', message: 'serves nothing' }]));

  it('reads durations in one unit', () => {
    expect(durationSeconds({ days: 3 })).toBe(259_200);
    expect(durationSeconds({ minutes: 1.5 })).toBe(90);
  });
});

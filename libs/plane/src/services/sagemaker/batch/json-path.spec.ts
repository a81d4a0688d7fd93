import { describe, expect, it } from 'vitest';
import { JsonPathError, parseJsonPath, selectJsonPath } from './json-path.ts';

const select = (path: string, value: unknown): unknown => selectJsonPath(parseJsonPath(path), value);

describe('JSONPath of DataProcessing', () => {
  const row = ['id', 'a', 'b', 'c', 'd', 'score', 'label'];
  const person = { id: 7, features: [1, 2, 3], name: { first: 'Ada', last: 'L' }, SageMakerOutput: { score: 0.5 } };

  it.each([
    ['$', row, row],
    ['$[1:]', row, row.slice(1)],
    ['$[0,5:]', row, ['id', 'score', 'label']],
    ['$[1:-1]', row, row.slice(1, -1)],
    ['$[:2]', row, ['id', 'a']],
    ['$[-1]', row, 'label'],
    ['$[0,-1]', row, ['id', 'label']],
    ['$[ 0 , 2 ]', row, ['id', 'b']],
    ['$.features', person, [1, 2, 3]],
    ['$.features[0:2]', person, [1, 2]],
    ["$['id','SageMakerOutput']", person, { id: 7, SageMakerOutput: { score: 0.5 } }],
    ["$.name.['first','last']", person, { first: 'Ada', last: 'L' }],
    ["$['name'].first", person, 'Ada'],
    ['$.name.*', person, ['Ada', 'L']],
    ['$[*].a', [{ a: 1 }, { a: 2 }], [1, 2]],
  ])('selects %s', (path, value, expected) => {
    expect(select(path, value)).toEqual(expected);
  });

  it.each(['', 'features', '$..a', '$[?(@.a)]', '$[1', '$.a b', "$['a','b'].c", '$[1:2:3]', '$[x]', '$[]', '$.'])(
    'refuses %j, which SageMaker lacks',
    (path) => {
      expect(() => parseJsonPath(path)).toThrow(JsonPathError);
    },
  );

  it('refuses what is not in the data', () => {
    expect(() => select('$[7]', row)).toThrow('Index 7 is beyond 7 elements');
    expect(() => select('$[-8]', row)).toThrow(JsonPathError);
    expect(() => select('$.none', person)).toThrow('There is no element none');
    expect(() => select('$.toString', person)).toThrow(JsonPathError);
    expect(() => select('$.features', row)).toThrow(JsonPathError);
    expect(() => select('$[0]', person)).toThrow(JsonPathError);
  });
});

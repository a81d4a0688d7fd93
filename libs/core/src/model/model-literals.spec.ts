import { describe, expect, it } from 'vitest';
import { readModelLiterals, readModelSections } from './model-literals.mjs';

describe('readModelLiterals', () => {
  it.each([
    `export default defineModel({ name: 'movies', level: 0 });`,
    `export default defineModel({\n  "level": 0, // first\n  name: "movies",\n});`,
    `/** export default defineModel({ name: 'no' }) */\nconst quote = /'/;\nexport default defineModel({
       notebook: { file: './a.ipynb', parameters: { name: 'inner', list: [1, ')}'] } },
       gates: { 'x}y': { min: 1 } }, /* name: 'no', */ name: \`movies\` as const, level: 0 })`,
    `const model = defineModel({ name: 'movies', level: 0 });\nexport default model;`,
  ])('reads %j', (source) => expect(readModelLiterals(source)).toEqual({ literals: { name: 'movies', level: 0 } }));

  it.each([
    ['export default {}', 1, 'no defineModel({ ... }) found'],
    [`\nexport default defineModel({\n  name: NAME,\n  level: 0 })`, 3, 'name is not a literal'],
    ['\nexport default defineModel({\n  name: `a${b}`,\n  level: 0 })', 3, 'name is not a literal'],
    [`export default defineModel({\n  name: 'a' + 'b', level: 0 })`, 2, 'name is not a literal'],
    [`export default defineModel({ name: 'movies',\n level: LEVEL })`, 2, 'level is not a literal'],
    [`export default defineModel({ level: 0 })`, 1, 'name is missing'],
    [`export default defineModel({ name: 'movies' })`, 1, 'level is missing'],
    [`\n\nexport default defineModel({ name: 'movies', level: 0`, 3, 'the object given to defineModel is never closed'],
    [`export default defineModel({ name: 'movies`, 1, 'the object given to defineModel is never closed'],
  ])('finds what is wrong in %j', (source, line, message) =>
    expect(readModelLiterals(source)).toMatchObject({ problem: { line, message } }),
  );
});

describe('readModelSections', () => {
  it.each([
    [
      `export default defineModel({ name: 'a', serve: { endpoint: {}, recommendations: { types: ['x'] } }, features: { groups } });`,
      ['name', 'serve', 'serve.endpoint', 'serve.recommendations', 'features', 'features.groups'],
    ],
    [`export default defineModel({ features, serve, ...rest })`, ['features', 'serve', '...rest']],
    [`export default defineModel({ gates: { 'a}': { min: 1 } }, // features: {}\n })`, ['gates', 'gates.a}']],
    [`export default defineModel({ serve: { endpoint`, []],
    [`export default {}`, []],
  ])('reads %j', (source, sections) => expect([...readModelSections(source)]).toEqual(sections));
});

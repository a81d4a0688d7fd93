import { describe, expect, it } from 'vitest';
import { serviceModels } from '../models/service-models.ts';
import { javaPattern } from './java-pattern.ts';

describe('javaPattern', () => {
  it('compiles every pattern of the models', () => {
    const sources = serviceModels.flatMap((model) =>
      Object.values(model.shapes).flatMap((shape) =>
        'pattern' in shape && shape.pattern !== undefined ? [shape.pattern] : [],
      ),
    );
    expect(sources.length).toBeGreaterThan(50);
    for (const source of sources) expect(() => javaPattern(source), source).not.toThrow();
  });

  it.each([
    ['[a-z]+', 'abc', 'abc\n'],
    ['arn:[\\p{Alnum}\\-]+:x', 'arn:aws-cn:x', 'arn:é:x'],
    ['\\A\\S[\\p{Print}]*\\z', 'a b', ' b'],
    ['\\p{ASCII}*', 'plain', 'ü'],
    ['(a\\-b)${1,128}', 'a-b', 'a-c'],
    ['[\\w-.]+', 'a-b.c', 'a b'],
    ['(?!.*\\.\\.)[a-z.]+', 'a.b', 'a..b'],
    ['a\\_b\\:c\\@d', 'a_b:c@d', 'a-b'],
  ])('%s takes %j and not %j', (source, good, bad) => {
    expect(javaPattern(source).test(good)).toBe(true);
    expect(javaPattern(source).test(bad)).toBe(false);
  });

  it('ends soon where the literal translation backtracks without end', () => {
    const text = `${' '.repeat(5000)}\u2028`;
    expect(javaPattern('.*(?:[ \\r\\n\\t].*)*').test(text)).toBe(false);
    expect(javaPattern('.*(?:[ \\r\\n\\t].*)*.*').test('two\r\nlines')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { asHyperParameters, mergeParameters, parseParameter } from './parameters.ts';

describe('parseParameter', () => {
  it.each([
    ['seed=7', ['seed', 7]],
    ['serve-limit=true', ['serve-limit', true]],
    ['name=a b=c', ['name', 'a b=c']],
    ['name=', ['name', '']],
    ['list=[1]', ['list', '[1]']],
    ['nothing=null', ['nothing', null]],
    ['base_date=2024-04-13', ['base_date', '2024-04-13']],
  ])('reads %s', (text, parsed) => expect(parseParameter(text)).toEqual(parsed));

  it.each(['seed', '=7', '7=seed', 'a b=1'])('refuses %s', (text) =>
    expect(() => parseParameter(text)).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID', got: text, allowed: ['<name>=<value>'] }),
    ),
  );
});

describe('mergeParameters', () => {
  const declared = { base_date: '2024-04-13', seed: 1, quick: false, ratio: null };

  it('takes the declared values where none is given, and kebab case for snake case', () =>
    expect(mergeParameters(declared, { 'base-date': '2025-01-01', ratio: 2 })).toEqual({
      ...declared,
      base_date: '2025-01-01',
      ratio: 2,
    }));

  it('keeps text as text', () => expect(mergeParameters(declared, { base_date: 2024 }).base_date).toBe('2024'));

  it.each([
    [{ seed: 'abc' }, 'seed cannot be "abc"', 'a number, such as 1'],
    [{ quick: 1 }, 'quick cannot be 1', 'a boolean, such as false'],
  ])('refuses a value of another kind: %j', (given, message, allowed) =>
    expect(() => mergeParameters(declared, given)).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID', message, allowed: [allowed] }),
    ),
  );

  it('refuses a name that is not declared, with the near match and the list', () =>
    expect(() => mergeParameters(declared, { sed: 2 })).toThrow(
      expect.objectContaining({
        code: 'PARAMETER_UNKNOWN',
        allowed: ['base_date', 'seed', 'quick', 'ratio'],
        remedy: 'Did you mean "seed"?',
      }),
    ));
});

describe('asHyperParameters', () => {
  it('are strings which decode to what they were', () => {
    const parameters = {
      title: '007',
      plain: 'a "b"',
      number: '7',
      empty: '',
      lines: 'a\nb',
      seed: 7,
      quick: true,
      ratio: null,
    };
    const sent = asHyperParameters(parameters);
    expect(sent).toMatchObject({ plain: 'a "b"', number: '"7"', seed: '7', quick: 'true', ratio: 'null' });
    const decode = (text: string): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    };
    expect(Object.fromEntries(Object.entries(sent).map(([name, text]) => [name, decode(text)]))).toEqual(parameters);
  });
});

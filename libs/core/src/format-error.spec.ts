import { describe, expect, it } from 'vitest';
import { formatError, reportError } from './format-error.ts';
import { GradusError } from './gradus-error.ts';

const unknown = new GradusError({
  code: 'MODEL_UNKNOWN',
  message: 'there is no model "movis"',
  got: 'movis',
  allowed: ['abalone', 'movies'],
  remedy: 'Did you mean "movies"?',
  cause: new Error('nothing found', { cause: new Error('the folder is empty') }),
});

describe('formatError', () => {
  it('says what was got, what is allowed, what to do and why', () =>
    expect(formatError(unknown).split('\n')).toEqual([
      'error MODEL_UNKNOWN: there is no model "movis"',
      '  because: nothing found',
      '  because: the folder is empty',
      '  got:     "movis"',
      '  allowed: abalone, movies',
      '  remedy:  Did you mean "movies"?',
    ]));

  it('lists every mistake', () => {
    const mistakes = [{ path: 'level', message: 'is not available', got: 7, allowed: ['0'] }];
    expect(formatError(new GradusError({ code: 'MODEL_INVALID', message: 'a mistake', mistakes }))).toBe(
      'error MODEL_INVALID: a mistake\n  level: is not available\n    got:     7\n    allowed: 0',
    );
  });

  it('never shows a stack', () => expect(formatError(new TypeError('x is not a function'))).not.toContain('    at '));
});

describe('reportError', () => {
  it('keeps what a program needs', () =>
    expect(reportError(unknown)).toEqual({
      code: 'MODEL_UNKNOWN',
      message: 'there is no model "movis"',
      got: 'movis',
      allowed: ['abalone', 'movies'],
      remedy: 'Did you mean "movies"?',
    }));

  it('passes the code of an AWS answer on', () => {
    const error = Object.assign(new Error('Could not find it'), { name: 'ResourceNotFound', $metadata: {} });
    expect(reportError(error)).toEqual({
      code: 'ResourceNotFound',
      message: 'AWS answered ResourceNotFound: Could not find it',
    });
  });

  it('says where to look when AWS is at fault', () => {
    const fault = Object.assign(new Error('Please reduce your request rate.'), {
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
    expect(reportError(fault)).toMatchObject({
      code: 'ServiceUnavailable',
      remedy: expect.stringContaining('gradus logs'),
    });
  });

  it('calls everything else a bug', () => expect(reportError(new TypeError('x'))).toMatchObject({ code: 'INTERNAL' }));
});

import { describe, expect, it } from 'vitest';
import { uniqueName } from './ids.ts';

describe('uniqueName', () => {
  const time = new Date('2026-01-31T12:05:09.123Z');

  it('carries its base and its time', () =>
    expect(uniqueName('movies', time)).toMatch(/^movies-20260131-120509-[0-9a-f]{6}$/));
  it('is a legal SageMaker name of at most 63 characters', () =>
    expect(uniqueName(`__${'movies_and_more.'.repeat(10)}`, time)).toMatch(
      /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    ));
  it('differs each time', () => expect(uniqueName('movies', time)).not.toBe(uniqueName('movies', time)));
});

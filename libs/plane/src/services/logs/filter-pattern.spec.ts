import { describe, expect, it } from 'vitest';
import { parseFilterPattern } from './filter-pattern.ts';

const ERROR = '[ERROR 401] UNAUTHORIZED REQUEST for user-7';
const WARN = 'WARN slow REQUEST, "twice" as long';

describe('parseFilterPattern', () => {
  it.each([
    ['', true, true],
    ['   ', true, true],
    [undefined, true, true],
    ['REQUEST', true, true],
    ['ERROR', true, false],
    ['error', false, false],
    ['AUTHORIZED', true, false],
    ['ERROR REQUEST', true, false],
    ['ERROR WARN', false, false],
    ['"[ERROR 401]"', true, false],
    ['"REQUEST for"', true, false],
    ['"user-7" ERROR', true, false],
    ['"\\"twice\\""', false, true],
    ['?ERROR ?WARN', true, true],
    ['?ERROR ?"slow REQUEST"', true, true],
    ['?nothing ?none', false, false],
    ['-ERROR', false, true],
    ['REQUEST -"user-7"', false, true],
    ['REQUEST -slow -user', false, false],
    ['?WARN ERROR', true, false], // AWS ignores ? beside other terms
  ])('%j', (pattern, error, warn) => {
    const matches = parseFilterPattern(pattern);
    expect([matches(ERROR), matches(WARN)]).toEqual([error, warn]);
  });

  it.each([
    ['user-7', "Invalid filter pattern: Invalid character(s) in term 'user-7'"],
    ['a !(b', "Invalid filter pattern: Invalid character(s) in term '!(b'"],
    ['"open', 'Invalid filter pattern'],
    ['"a"b', 'Invalid filter pattern'],
  ])('refuses %s', (pattern, message) => {
    expect(() => parseFilterPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', message }) as Error,
    );
  });

  it.each([
    ['{ $.level = "ERROR" }', 'JSON'],
    ['[ip, user, ...]', 'space-delimited'],
    ['%ERR.*%', 'regular expression'],
    ['a %ERR%', 'regular expression'],
  ])('names what it does not execute: %s', (pattern, kind) => {
    expect(() => parseFilterPattern(pattern)).toThrow(`does not execute ${kind} filter patterns`);
  });
});

import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, nearest } from './nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['publish', 'publish', 0],
    ['publsh', 'publish', 1],
    ['pubilsh', 'publish', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  it('stops at its bound', () => expect(editDistance('kitten', 'sitting', 1)).toBe(2));
});

describe('nearest', () => {
  const verbs = ['notebook', 'publish', 'versions', 'show', 'approve', 'reject', 'deploy', 'predict', 'up', 'down'];
  it.each([
    ['pubish', 'publish'],
    ['Deploy', 'deploy'],
    ['aprove', 'approve'],
    ['pu', 'up'],
    ['vers', 'versions'],
    ['xyzzy', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s means %s', (word, match) => expect(nearest(word, verbs)).toBe(match));

  it('does not guess between two beginnings', () => expect(nearest('aw', ['aws-dev', 'aws-prod'])).toBeUndefined());
  it('asks', () => expect(didYouMean('movis', ['movies'])).toBe('Did you mean "movies"?'));
});

import { describe, expect, it } from 'vitest';
import { decodeDecision, decodeFacts, encodeDecision, encodeFacts, encodeStageMove } from './metadata.ts';
import { facts } from './testing/version-to-register.ts';

describe('facts of a version', () => {
  it('come back as they went in', () => expect(decodeFacts(encodeFacts(facts()))).toEqual(facts()));

  it('say nothing of what is not known: no repository, no lockfile, no seed', () => {
    const { commit, dirty, lockfileSha256, seed, ...known } = facts();
    expect([commit, dirty, lockfileSha256, seed]).not.toContain(undefined);
    expect(decodeFacts(encodeFacts(known))).toEqual(known);
  });

  it('are none where a version was not published by Gradus', () =>
    expect(decodeFacts({ owner: 'films' })).toBeUndefined());

  it('fit the registry: 50 entries with a decision and a stage, the first metrics kept', () => {
    const metrics = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`metric_${index}`, index]));
    const encoded = encodeFacts(facts({ metrics }));
    const record = { by: 'arn:aws:iam::111111111111:user/ann', at: new Date(0) };
    const decided = { ...encoded, ...encodeDecision(record), ...encodeStageMove(record) };
    expect(Object.keys(decided)).toHaveLength(50);
    const kept = Object.keys(decodeFacts(encoded)!.metrics);
    expect(kept).toEqual(Object.keys(metrics).slice(0, kept.length));
  });

  it('keep characters that the registry takes, and replace others', () => {
    const source = 'Überblick 2026: a/b+c=d@e_f-g.h (x) #1';
    const dataset = { ...facts().dataset!, source };
    expect(encodeFacts(facts({ dataset }))['dataset_source']).toBe('Überblick 2026: a/b+c=d@e_f-g.h _x_ _1');
  });

  it('are refused when too long, by name', () =>
    expect(() => encodeFacts(facts({ code: `s3://films/${'x'.repeat(300)}` }))).toThrow(
      expect.objectContaining({ code: 'METADATA_TOO_LARGE', message: 'code has 311 characters' }),
    ));
});

describe('a decision', () => {
  it('comes back as it went in', () => {
    const decision = {
      by: 'arn:aws:sts::111111111111:assumed-role/deployer/ann@example.com',
      at: new Date('2026-01-31T12:05:09.123Z'),
    };
    expect(decodeDecision(encodeDecision(decision))).toEqual(decision);
  });

  it('is none until somebody decided', () => expect(decodeDecision({})).toBeUndefined());
});

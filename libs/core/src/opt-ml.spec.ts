import { afterEach, describe, expect, it, vi } from 'vitest';
import { optMl } from './opt-ml.ts';

describe('optMl', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is /opt/ml inside a container', () => {
    vi.stubEnv('GRADUS_OPT_ML', '');
    expect(optMl('output', 'failure')).toBe('/opt/ml/output/failure');
  });

  it('is the folder that stands for it elsewhere', () => {
    vi.stubEnv('GRADUS_OPT_ML', '/jobs/1');
    expect(optMl('model')).toBe('/jobs/1/model');
  });
});

import { describe, expect, it } from 'vitest';
import { containerMounts } from './container-mounts.ts';

const base = { optMl: '/w/ml', optEntries: ['tool'], tmpEntries: [], readOnly: [] };

const targets = (table: string): string[] => table.split('\n').flatMap((line) => line.split(' ')[1] ?? []);

describe('containerMounts', () => {
  it('binds below the private folders before they cover /opt and /tmp', () => {
    const table = containerMounts({ ...base, opt: '/w/c/opt', tmp: '/w/c/tmp' });
    expect(targets(table)).toEqual(['/w/c/opt/tool', '/w/c/opt/ml', '/tmp', '/opt', '/proc']);
  });

  it.each([
    ['/tmp/w', ['/opt', '/tmp']],
    ['/opt/w', ['/tmp', '/opt']],
  ])('covers the folder that holds the private ones last: %s', (dir, order) => {
    const table = containerMounts({ ...base, opt: `${dir}/opt`, tmp: `${dir}/tmp` });
    expect(targets(table).slice(-3, -1)).toEqual(order);
  });

  it('escapes what separates the fields of the table', () => {
    const table = containerMounts({ ...base, optMl: '/my jobs/a\\b/ml', opt: '/w/opt', tmp: '/w/tmp' });
    expect(table).toContain('\n/my\\040jobs/a\\134b/ml /w/opt/ml none rbind 0 0\n');
  });
});

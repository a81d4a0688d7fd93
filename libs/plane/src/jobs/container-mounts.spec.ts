import { expect, it } from 'vitest';
import { containerMounts } from './container-mounts.ts';

const base = {
  ...{ root: '/w/root', optMl: '/w/ml', masks: [{ target: '/w/secret', source: '/w/empty' }], settings: ['/proc/sys'] },
  ...{ covers: [{ target: '/opt', source: '/w/opt' }], visible: ['/opt/tool'], devices: ['/dev/null'] },
  parts: ['input/data/train'],
};

const targets = (table: string): string[] => table.split('\n').flatMap((line) => line.split(' ')[1] ?? []);

it('mounts from the outside in: covers, what shows in them, what masks that', () => {
  expect(targets(containerMounts({ ...base, hosts: '/w/hosts' })).map((path) => path.replace('/w/root', ''))).toEqual([
    ...[
      '/opt',
      '/opt/ml',
      '/opt/ml/input/data/train',
      '/opt/tool',
      '/w/secret',
      '/dev/null',
      '/dev/pts',
      '/dev/shm',
      '/etc/hosts',
    ],
    ...['/proc', '/proc/sys'],
  ]);
});

it('escapes what separates the fields of the table', () => {
  const table = containerMounts({ ...base, optMl: '/my jobs/a\\b/ml' });
  expect(table).toContain('\n/my\\040jobs/a\\134b/ml /w/root/opt/ml none rbind 0 0\n');
});

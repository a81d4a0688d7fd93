import { describe, expect, it } from 'vitest';
import { prepareTrainData } from '../prepare-train-data/train-data.ts';
import { generateWatchLog } from '../watch-log/generate-watch-log.ts';
import { train } from './train.ts';
import { hostsOfJob, leads, trainOnHosts } from './train-on-hosts.ts';

const data = prepareTrainData(generateWatchLog({ users: 60, movies: 121, events: 2_000 }));

describe('trainOnHosts', () => {
  it.each([2, 3])('makes the model of one host on each of %i hosts, time after time', async (count) => {
    // Names that this machine takes for itself: the hosts share a loopback here.
    const all = ['localhost', ...Array.from({ length: count - 1 }, (_, index) => `host-${index}`)];
    for (const options of [{}, { neighbours: 7 }]) {
      const models = await Promise.all(all.map((current) => trainOnHosts(data, { all, current }, options)));
      for (const model of models) expect(model).toEqual(train(data, options));
    }
  });

  it('finds its hosts as SageMaker names them', () => {
    const hosts = hostsOfJob({ SM_HOSTS: '["algo-1","algo-2"]', SM_CURRENT_HOST: 'algo-2' });
    expect(hosts).toEqual({ all: ['algo-1', 'algo-2'], current: 'algo-2' });
    expect(leads(hosts)).toBe(false);
    expect(leads({ ...hosts, current: 'algo-1' })).toBe(true);
    expect(leads(hostsOfJob({}))).toBe(true);
  });

  it('says so when the hosts have different data', async () => {
    const all = ['localhost', 'other'];
    const less = { ...data, items: data.items.subarray(0, 100) };
    const models = [trainOnHosts(data, { all, current: 'localhost' }), trainOnHosts(less, { all, current: 'other' })];
    const results = await Promise.allSettled(models);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

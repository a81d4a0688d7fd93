import { expect, it } from 'vitest';
import { instanceLimits } from './instance-types.ts';

it.each([
  ['ml.m5.large', 8],
  ['ml.m5.24xlarge', 384],
  ['ml.m4.10xlarge', 160],
  ['ml.c4.8xlarge', 60],
  ['ml.c5.9xlarge', 72],
  ['ml.c5n.18xlarge', 192],
  ['ml.c7i-flex.16xlarge', 128],
  ['ml.r6gd.medium', 8],
  ['ml.t2.medium', 4],
  ['ml.t3.large', 8],
  ['ml.g4dn.16xlarge', 256],
  ['ml.g6e.48xlarge', 1536],
  ['ml.p2.16xlarge', 732],
  ['ml.p3.16xlarge', 488],
  ['ml.p4d.24xlarge', 1152],
  ['ml.p5.4xlarge', 256],
  ['ml.p5.48xlarge', 2048],
  ['ml.inf1.24xlarge', 192],
  ['ml.trn1.32xlarge', 512],
  ['ml.new9.large', 8],
])('%s has %d GiB of memory', (type, gib) => {
  expect(instanceLimits(type).memoryBytes).toBe(gib * 2 ** 30);
});

it('gives the volume that the job names', () => {
  expect(instanceLimits('ml.m5.large', 1).diskBytes).toBe(2 ** 30);
  expect(instanceLimits('ml.m5.large').diskBytes).toBe(30 * 2 ** 30);
});

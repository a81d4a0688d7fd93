/** What an instance type gives to one container: the documented memory of the ml.* families, and its volume. */
import type { ContainerLimits } from './supervisor.ts';

const GIB = 2 ** 30;

/** GiB of an `xlarge`; the other sizes of a family are its multiples. Families by prefix, the longest first. */
const XLARGE_GIB: readonly (readonly [family: RegExp, gib: number])[] = [
  [/^t[23]$/, 16],
  [/^m\d/, 16],
  [/^c4$/, 7.5],
  [/^c5n$/, 10.5],
  [/^c\d/, 8],
  [/^r\d/, 32],
  [/^p3$/, 30.5],
  [/^(p3dn|dl1)$/, 32],
  [/^p4/, 48],
  [/^p5/, 64],
  [/^(g6e|g7e)$/, 32],
  [/^g\d/, 16],
  [/^inf1$/, 8],
  [/^(inf2|trn1n?)$/, 16],
];

/** GiB of the types that are no multiple. */
const IRREGULAR_GIB: Readonly<Record<string, number>> = {
  't2.medium': 4,
  't3.medium': 4,
  'c5n.9xlarge': 96,
  'c5n.18xlarge': 192,
  'p2.xlarge': 61,
  'p2.8xlarge': 488,
  'p2.16xlarge': 732,
  'p5.48xlarge': 2048,
  'p5e.48xlarge': 2048,
  'p5en.48xlarge': 2048,
  'p6-b200.48xlarge': 2048,
  'p6-b300.48xlarge': 4096,
  'p6e-gb200.36xlarge': 960,
  'trn2.48xlarge': 2048,
};

/** Of a type that the tables lack: as `ml.m5.large`. */
const OTHERWISE_GIB = 8;

/** The volume of a job that names none. */
const VOLUME_GIB = 30;

const xlarges = (size: string): number => {
  const multiple = /^(\d*)xlarge$/.exec(size);
  if (multiple) return Number(multiple[1] || 1);
  return size === 'medium' ? 0.25 : 0.5;
};

const memoryGib = (instanceType: string): number => {
  const [, family = '', size = ''] = /^ml\.([^.]+)\.([^.]+)$/.exec(instanceType) ?? [];
  const irregular = IRREGULAR_GIB[`${family}.${size}`];
  const perXlarge = XLARGE_GIB.find(([pattern]) => pattern.test(family))?.[1];
  return irregular ?? (perXlarge === undefined ? OTHERWISE_GIB : perXlarge * xlarges(size));
};

export type InstanceLimits = (instanceType: string, volumeGib?: number) => ContainerLimits;

/**
 * The ceilings of a container on an instance of that type.
 *
 * @param instanceType e.g. `ml.m5.large`
 * @param volumeGib `VolumeSizeInGB` of the job; 30 by default
 */
export const instanceLimits: InstanceLimits = (instanceType, volumeGib = VOLUME_GIB) => ({
  memoryBytes: memoryGib(instanceType) * GIB,
  diskBytes: volumeGib * GIB,
});

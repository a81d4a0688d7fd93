/** Starts the plane of the benchmark in a process and a folder of its own. */
import { join } from 'node:path';
import { LOCAL_ACCOUNT } from '@gradus/plane';
import type { Bench } from '../bench.ts';
import { readKey, type Key } from '../load/requests.ts';
import { startProgram, type Program } from './program.ts';

/** What names the credentials of a plane's account. */
export interface Profile {
  readonly profile: string;
  readonly credentialsFile: string;
}

export interface BenchPlane {
  readonly port: number;
  readonly dir: string;
  readonly key: Key;
  readonly profile: Profile;
  readonly program: Program;
}

export const startBenchPlane = async (bench: Bench, name: string): Promise<BenchPlane> => {
  const { profiles } = bench;
  const profiling = profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles];
  const dir = bench.folder(name);
  const program = await startProgram<{ port: number }>('plane', { dir }, profiling);
  const profile = { profile: LOCAL_ACCOUNT.profile, credentialsFile: join(dir, 'credentials') };
  return { port: program.ready.port, dir, key: readKey(dir), profile, program };
};

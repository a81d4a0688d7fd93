/** The load generator as the benchmark sees it: a process of its own that is told what to send. */
import { startProgram, type Program } from '../process/program.ts';
import type { LoadJob, LoadResult } from './job.ts';

export interface LoadGenerator {
  readonly pid: number;
  run(job: LoadJob): Promise<LoadResult>;
  end(): Promise<void>;
}

export const startLoadGenerator = async (): Promise<LoadGenerator> => {
  const program: Program = await startProgram('load', {});
  return {
    pid: program.pid,
    run: (job) => program.ask<LoadResult>(job),
    end: () => program.end(),
  };
};

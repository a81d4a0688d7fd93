/** Shows a publish as it goes: its stages, the job's status, and the job's log as it comes, until Ctrl-C. */
import type { PublishProgress } from '@gradus/level-0';
import type { Context } from './context.ts';

const STAGES = { code: 'code', data: 'data', train: 'training job', register: 'registering' } as const;

export const publishProgress = (
  { output, signal }: Pick<Context, 'output' | 'signal'>,
  model: string,
): Required<PublishProgress> => ({
  signal,
  onStage: (stage, detail) => {
    output.note(`${STAGES[stage]}: ${detail}`);
    if (stage === 'train') output.note(`  if this command is cut off: gradus publish ${model} --resume ${detail}`);
  },
  onStatus: (status) => output.note(`  ${status}`),
  onLogLine: (line) => output.note(`  | ${line}`),
});

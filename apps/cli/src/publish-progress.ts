/** Shows a publish as it goes: its stages, the job's status, and the job's log as it comes. */
import type { PublishProgress } from '@gradus/level-0';
import type { Output } from './output.ts';

const STAGES = { code: 'code', data: 'data', train: 'training job', register: 'registering' } as const;

export const publishProgress = (output: Output, model: string): Required<PublishProgress> => ({
  onStage: (stage, detail) => {
    output.note(`${STAGES[stage]}: ${detail}`);
    if (stage === 'train') output.note(`  if this command is cut off: gradus publish ${model} --resume ${detail}`);
  },
  onStatus: (status) => output.note(`  ${status}`),
  onLogLine: (line) => output.note(`  | ${line}`),
});

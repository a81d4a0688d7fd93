/** Triggers that start the pipeline without a person. */
import { ofPipeline } from './about.ts';
import { declare, notMet } from './judgement.ts';
import { resourceLink } from './link.ts';

export const AUTOMATIC_TRIGGERS = [
  'trigger-on-schedule',
  'trigger-on-new-data',
  'trigger-on-degradation',
  'trigger-on-drift',
] as const;

/** What is not attested: SageMaker names neither the rule nor the schedule that started an execution. */
export const triggeredBy = (what: string) =>
  ofPipeline((pipeline) =>
    notMet(
      `nothing shows that ${what} starts pipeline ${pipeline.name}`,
      declare('triggers', 1),
      resourceLink(`pipeline ${pipeline.name}`, pipeline.arn),
    ),
  );

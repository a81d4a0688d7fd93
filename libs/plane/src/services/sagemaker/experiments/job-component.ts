/** A job as the trial component that SageMaker makes of it. */
import type {
  ExperimentConfig,
  TrialComponentArtifact,
  TrialComponentParameterValue,
  TrialComponentPrimaryStatus,
} from '@aws-sdk/client-sagemaker';
import type { RecordedEvent } from '../../../engine/outbox.ts';
import { transformArtifacts, processingArtifacts, trainingArtifacts, type JobArtifacts } from './job-artifacts.ts';

/** The members of the described jobs, as they travel in events: times as text. */
export type JobDetail = Readonly<Record<string, unknown>>;

export interface JobComponent {
  /** `<job>-aws-training-job`. */
  readonly name: string;
  readonly sourceArn: string;
  readonly sourceType: string;
  readonly status: { readonly PrimaryStatus: TrialComponentPrimaryStatus; readonly Message: string };
  readonly startTime?: Date | undefined;
  readonly endTime?: Date | undefined;
  readonly parameters: Record<string, TrialComponentParameterValue>;
  readonly inputs: Record<string, TrialComponentArtifact>;
  readonly outputs: Record<string, TrialComponentArtifact>;
  readonly experiment: ExperimentConfig | undefined;
}

type Prefix = 'Training' | 'Processing' | 'Transform';

/** `<job>-aws-training-job` and the like. */
export const jobComponentName = (prefix: Prefix, job: string): string => `${job}-aws-${prefix.toLowerCase()}-job`;

interface Kind {
  readonly prefix: Prefix;
  readonly artifacts: (job: JobDetail) => JobArtifacts;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'SageMaker Training Job State Change': { prefix: 'Training', artifacts: trainingArtifacts },
  'SageMaker Processing Job State Change': { prefix: 'Processing', artifacts: processingArtifacts },
  'SageMaker Transform Job State Change': { prefix: 'Transform', artifacts: transformArtifacts },
};

const dateOf = (time: unknown): Date | undefined => {
  if (time instanceof Date) return time;
  return typeof time === 'string' || typeof time === 'number' ? new Date(Number(time)) : undefined;
};

const MESSAGE_CHARACTERS = 1024;

/** Undefined for an event that is not a job's. */
export const jobComponent = ({ detailType, detail, resources }: RecordedEvent): JobComponent | undefined => {
  const kind = KINDS[detailType];
  if (!kind) return undefined;
  const job = detail as JobDetail;
  const { prefix } = kind;
  const status = job[`${prefix}JobStatus`] as TrialComponentPrimaryStatus;
  const secondary = (job['SecondaryStatus'] as string | undefined) ?? '';
  const reason = (job['FailureReason'] as string | undefined) ?? '';
  const message = `Status: ${status}, secondary status: ${secondary}, failure reason: ${reason}.`;
  return {
    name: jobComponentName(prefix, job[`${prefix}JobName`] as string),
    sourceArn: resources[0]!,
    sourceType: `SageMaker${prefix}Job`,
    status: { PrimaryStatus: status, Message: message.slice(0, MESSAGE_CHARACTERS) },
    startTime: dateOf(job[`${prefix}StartTime`]),
    endTime: dateOf(job[`${prefix}EndTime`]),
    ...kind.artifacts(job),
    experiment: job['ExperimentConfig'] as ExperimentConfig | undefined,
  };
};

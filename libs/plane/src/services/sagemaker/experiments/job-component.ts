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
  /** The last value of each metric that the job found in its log. */
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly at: number }[];
  readonly experiment: ExperimentConfig | undefined;
}

interface Kind {
  readonly prefix: 'Training' | 'Processing' | 'Transform';
  readonly suffix: string;
  readonly artifacts: (job: JobDetail) => JobArtifacts;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'SageMaker Training Job State Change': {
    ...{ prefix: 'Training', suffix: 'aws-training-job', artifacts: trainingArtifacts },
  },
  'SageMaker Processing Job State Change': {
    ...{ prefix: 'Processing', suffix: 'aws-processing-job', artifacts: processingArtifacts },
  },
  'SageMaker Transform Job State Change': {
    ...{ prefix: 'Transform', suffix: 'aws-transform-job', artifacts: transformArtifacts },
  },
};

const dateOf = (time: unknown): Date | undefined => {
  if (time instanceof Date) return time;
  return typeof time === 'string' || typeof time === 'number' ? new Date(Number(time)) : undefined;
};

const MESSAGE_CHARACTERS = 1024;

interface FinalMetric {
  readonly MetricName: string;
  readonly Value: number;
  readonly Timestamp: unknown;
}

/** Undefined for an event that is not a job's. */
export const jobComponent = ({ detailType, detail, resources, time }: RecordedEvent): JobComponent | undefined => {
  const kind = KINDS[detailType];
  if (!kind) return undefined;
  const job = detail as JobDetail;
  const { prefix, suffix } = kind;
  const status = job[`${prefix}JobStatus`] as TrialComponentPrimaryStatus;
  const secondary = (job['SecondaryStatus'] as string | undefined) ?? '';
  const reason = (job['FailureReason'] as string | undefined) ?? '';
  const message = `Status: ${status}, secondary status: ${secondary}, failure reason: ${reason}.`;
  const final = (job['FinalMetricDataList'] as readonly FinalMetric[] | undefined) ?? [];
  return {
    name: `${job[`${prefix}JobName`] as string}-${suffix}`,
    sourceArn: resources[0]!,
    sourceType: `SageMaker${prefix}Job`,
    status: { PrimaryStatus: status, Message: message.slice(0, MESSAGE_CHARACTERS) },
    startTime: dateOf(job[`${prefix}StartTime`]),
    endTime: dateOf(job[`${prefix}EndTime`]),
    ...kind.artifacts(job),
    metrics: final.map(({ MetricName, Value, Timestamp }) => ({
      ...{ name: MetricName, value: Value, at: dateOf(Timestamp)?.getTime() ?? time },
    })),
    experiment: job['ExperimentConfig'] as ExperimentConfig | undefined,
  };
};

/** The SageMaker pipelines of a model, their steps and newest executions. */
import {
  DescribePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import type { Found } from './evidence.ts';
import { find } from './found.ts';

type Clients = Pick<AwsClients, 'sagemaker'>;

export interface PipelineStep {
  readonly name: string;
  /** As pipeline definitions spell it: `Training`, `Condition`, `RegisterModel`, … */
  readonly type: string;
}

export interface PipelineExecution {
  readonly arn: string;
  readonly status: string;
  /** The experiment that it is logged to. */
  readonly experiment?: string;
}

export interface Pipeline {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly steps: readonly PipelineStep[];
  /** The newest ones, newest first. */
  readonly executions: readonly PipelineExecution[];
}

const MOST_PIPELINES = 5;
const MOST_EXECUTIONS = 3;

/** Those that bear the model's name, or begin with it and a dash, and register no other model. */
export const findPipelines = ({ sagemaker }: Clients, model: string): Promise<Found<Pipeline>> =>
  find(`ListPipelines PipelineNamePrefix=${model}`, async () => {
    const { PipelineSummaries = [] } = await sagemaker.send(
      new ListPipelinesCommand({ PipelineNamePrefix: model, MaxResults: MOST_PIPELINES }),
    );
    const named = PipelineSummaries.map(({ PipelineName }) => PipelineName!).filter(
      (name) => name === model || name.startsWith(`${model}-`),
    );
    const read = await Promise.all(named.map((name) => readPipeline({ sagemaker }, name, model)));
    return read.filter((pipeline) => pipeline !== undefined);
  });

async function readPipeline({ sagemaker }: Clients, name: string, model: string): Promise<Pipeline | undefined> {
  const [described, { PipelineExecutionSummaries = [] }] = await Promise.all([
    sagemaker.send(new DescribePipelineCommand({ PipelineName: name })),
    sagemaker.send(new ListPipelineExecutionsCommand({ PipelineName: name, MaxResults: MOST_EXECUTIONS })),
  ]);
  const { steps, group } = readDefinition(described.PipelineDefinition ?? '{}');
  if (group !== undefined && group !== model) return undefined;
  const executions = await Promise.all(
    PipelineExecutionSummaries.map(async ({ PipelineExecutionArn, PipelineExecutionStatus }) => {
      const { PipelineExperimentConfig: config } = await sagemaker.send(
        new DescribePipelineExecutionCommand({ PipelineExecutionArn }),
      );
      const experiment = config?.ExperimentName;
      return {
        arn: PipelineExecutionArn!,
        status: PipelineExecutionStatus!,
        ...(experiment === undefined ? {} : { experiment }),
      };
    }),
  );
  return { name, arn: described.PipelineArn!, status: described.PipelineStatus!, steps, executions };
}

interface StepDefinition {
  readonly Name: string;
  readonly Type: string;
  readonly Arguments?: {
    readonly ModelPackageGroupName?: unknown;
    readonly IfSteps?: StepDefinition[];
    readonly ElseSteps?: StepDefinition[];
  };
}

/** The steps of a definition, those of its branches too, and the group that it registers to where that is written out. */
export const readDefinition = (definition: string): { steps: PipelineStep[]; group?: string } => {
  const { Steps = [] } = JSON.parse(definition) as { Steps?: StepDefinition[] };
  const all = Steps.flatMap(withBranches);
  const group = all.map(({ Arguments }) => Arguments?.ModelPackageGroupName).find((name) => typeof name === 'string');
  const steps = all.map(({ Name, Type }) => ({ name: Name, type: Type }));
  return group === undefined ? { steps } : { steps, group };
};

const withBranches = (step: StepDefinition): StepDefinition[] => [
  step,
  ...[...(step.Arguments?.IfSteps ?? []), ...(step.Arguments?.ElseSteps ?? [])].flatMap(withBranches),
];

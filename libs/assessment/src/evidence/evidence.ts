/** Everything that the criteria judge by, read once; plain values, so that judging is pure. */
import type {
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeFeatureGroupCommandOutput,
  DescribeModelPackageCommandOutput,
  DescribeTrainingJobCommandOutput,
  DescribeTrialComponentCommandOutput,
  MonitoringScheduleSummary,
} from '@aws-sdk/client-sagemaker';
import type { Gate, ModelVersion, StageRule } from '@gradus/model-registry';
import type { Attestation } from '../attest.ts';
import type { Pipeline } from './pipelines.ts';

/** What is read of a `model.ts`; of a model that only the registry knows, what is assumed of it. */
export interface DeclaredModel {
  readonly name: string;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly stages?: readonly StageRule[] | undefined;
  /** No endpoint: the model serves in batches only. */
  readonly serve?: { readonly endpoint?: object | undefined };
  readonly notebook?: { readonly file: string };
  readonly requirements?: {
    readonly latencyP99?: number | undefined;
    readonly throughput?: number | undefined;
  };
}

/** What a list operation found, or why it could not be asked. */
export interface Found<Item> {
  readonly items: readonly Item[];
  /** `ListPipelines` with what it was asked. */
  readonly call: string;
  /** The error, where the environment lacks the operation or forbids it. */
  readonly refused?: string;
}

export interface Evidence {
  readonly model: DeclaredModel;
  readonly now: Date;
  /** The version that the report is about: the one that serves, else the newest. */
  readonly subject?: ModelVersion;
  /** The model package of {@link subject} in full. */
  readonly package?: DescribeModelPackageCommandOutput;
  /** The endpoint serves {@link subject}. */
  readonly serving: boolean;
  /** The newest ones, newest first. */
  readonly versions: readonly ModelVersion[];
  /** The newest ones that are approved, newest first. */
  readonly approved: readonly ModelVersion[];
  readonly endpoint?: DescribeEndpointCommandOutput;
  readonly endpointConfig?: DescribeEndpointConfigCommandOutput;
  /** The training job that made {@link subject}, and its trial component. */
  readonly job?: DescribeTrainingJobCommandOutput;
  readonly component?: DescribeTrialComponentCommandOutput;
  /** S3 URIs that {@link subject} names and that are there. */
  readonly objects: ReadonlySet<string>;
  /** Attestations of {@link subject}, by the criterion that they are about. */
  readonly attestations: ReadonlyMap<string, Attestation>;
  readonly pipelines: Found<Pipeline>;
  readonly featureGroups: Found<DescribeFeatureGroupCommandOutput>;
  /** Of the endpoint. */
  readonly monitors: Found<MonitoringScheduleSummary>;
}

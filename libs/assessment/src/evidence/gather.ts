/** Reads the evidence of a model: each thing once, side by side, and no more of a list than the newest. */
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointConfigCommand,
  DescribeFeatureGroupCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  DescribeTrialComponentCommand,
  ListFeatureGroupsCommand,
  ListMonitoringSchedulesCommand,
  type DescribeEndpointCommandOutput,
  type DescribeEndpointConfigCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { describeEndpoint } from '@gradus/deployment';
import { describeVersion, listVersions, type ModelVersion } from '@gradus/model-registry';
import { listAttestations } from '../attest.ts';
import type { DeclaredModel, Evidence } from './evidence.ts';
import { find } from './found.ts';
import { undefinedWhenMissing } from './missing.ts';
import { findPipelines } from './pipelines.ts';

export type AssessmentClients = Pick<AwsClients, 's3' | 'sagemaker'>;

/** As many approved versions within a year make releases more than rare. */
const NEWEST = 3;

export async function gatherEvidence(clients: AssessmentClients, model: DeclaredModel, now: Date): Promise<Evidence> {
  const { name } = model;
  const [versions, approved, served, pipelines, featureGroups, monitors] = await Promise.all([
    listVersions(clients, name, { limit: NEWEST }),
    listVersions(clients, name, { limit: NEWEST, status: 'Approved' }),
    readEndpoint(clients, name),
    findPipelines(clients, name),
    findFeatureGroups(clients, name),
    findMonitors(clients, name),
  ]);
  const subject = served.version ?? versions[0];
  return {
    model,
    now,
    versions,
    approved,
    pipelines,
    featureGroups,
    monitors,
    serving: served.version !== undefined,
    ...(served.endpoint && { endpoint: served.endpoint }),
    ...(served.config && { endpointConfig: served.config }),
    ...(await aboutSubject(clients, subject)),
  };
}

type AboutSubject = Pick<Evidence, 'subject' | 'package' | 'job' | 'component' | 'objects' | 'attestations'>;

async function aboutSubject(clients: AssessmentClients, subject: ModelVersion | undefined): Promise<AboutSubject> {
  if (!subject) return { objects: new Set(), attestations: new Map() };
  const { sagemaker } = clients;
  const TrainingJobName = subject.facts?.trainingJob;
  const [described, job, component, objects, attestations] = await Promise.all([
    sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: subject.arn })),
    TrainingJobName === undefined
      ? undefined
      : sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName })).catch(undefinedWhenMissing),
    TrainingJobName === undefined
      ? undefined
      : sagemaker
          .send(new DescribeTrialComponentCommand({ TrialComponentName: `${TrainingJobName}-aws-training-job` }))
          .catch(undefinedWhenMissing),
    presentObjects(clients, subject),
    listAttestations(clients, subject),
  ]);
  return { subject, package: described, objects, attestations, ...(job && { job }), ...(component && { component }) };
}

interface Served {
  readonly endpoint?: DescribeEndpointCommandOutput;
  readonly config?: DescribeEndpointConfigCommandOutput;
  readonly version?: ModelVersion;
}

/** The endpoint that is named as the model, and the version that it serves. */
async function readEndpoint(clients: AssessmentClients, name: string): Promise<Served> {
  const endpoint = await describeEndpoint(clients, name);
  if (!endpoint) return {};
  const EndpointConfigName = endpoint.EndpointConfigName;
  const config = EndpointConfigName
    ? await clients.sagemaker
        .send(new DescribeEndpointConfigCommand({ EndpointConfigName }))
        .catch(undefinedWhenMissing)
    : undefined;
  const ModelName = config?.ProductionVariants?.[0]?.ModelName;
  const served = ModelName
    ? await clients.sagemaker.send(new DescribeModelCommand({ ModelName })).catch(undefinedWhenMissing)
    : undefined;
  const arn = served?.PrimaryContainer?.ModelPackageName;
  const version = arn && (await describeVersion(clients, arn).catch(undefinedWhenMissing));
  return { endpoint, ...(config && { config }), ...(version && { version }) };
}

/** Those of the version's objects that are there. */
async function presentObjects(
  { s3 }: AssessmentClients,
  { facts, artifact }: ModelVersion,
): Promise<ReadonlySet<string>> {
  const named = [artifact, facts?.code, facts?.notebook, facts?.parameters, facts?.evaluation, facts?.signature];
  const present = await Promise.all(
    named.map(async (uri) => {
      const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri ?? '') ?? [];
      if (uri === undefined || Bucket === undefined || Key === undefined) return [];
      return s3.send(new HeadObjectCommand({ Bucket, Key })).then(
        () => [uri],
        (error: unknown) => {
          const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
          // Without the right to list, S3 answers 403 for what is not there.
          if (status === 404 || status === 403) return [];
          throw error;
        },
      );
    }),
  );
  return new Set(present.flat());
}

const findFeatureGroups = ({ sagemaker }: AssessmentClients, name: string) =>
  find(`ListFeatureGroups NameContains=${name}`, async () => {
    const { FeatureGroupSummaries = [] } = await sagemaker.send(
      new ListFeatureGroupsCommand({ NameContains: name, MaxResults: 10 }),
    );
    return Promise.all(
      FeatureGroupSummaries.map(({ FeatureGroupName }) =>
        sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName })),
      ),
    );
  });

const findMonitors = ({ sagemaker }: AssessmentClients, name: string) =>
  find(`ListMonitoringSchedules EndpointName=${name}`, async () => {
    const { MonitoringScheduleSummaries = [] } = await sagemaker.send(
      new ListMonitoringSchedulesCommand({ EndpointName: name, MaxResults: 10 }),
    );
    return MonitoringScheduleSummaries;
  });

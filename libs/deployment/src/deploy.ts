/** Puts an approved version behind an endpoint: a new one, or a replacement that loses no request. */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  UpdateEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker';
import { waitFor, type AwsClients, type Environment } from '@gradus/aws';
import { describeMissedGate, missedGates, type Gate, type ModelVersion } from '@gradus/model-registry';
import { describeEndpoint, undefinedWhenMissing } from './endpoint.ts';
import { errors } from './errors.ts';

type Clients = Pick<AwsClients, 'sagemaker'>;

export interface DeployOptions {
  readonly endpoint: string;
  readonly version: ModelVersion;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly environment: Pick<Environment, 'roleArn' | 'poll'>;
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  /** Milliseconds until WAIT_TIMEOUT when the endpoint is still on its way; AWS gives a container 4 minutes to get healthy. */
  readonly timeoutMs?: number;
  /** The endpoint's status changed. */
  onStatus?: (status: string) => void;
}

export interface Deployment {
  readonly endpoint: string;
  readonly arn: string;
  readonly version: number;
  readonly status: string;
  /** False when the endpoint served exactly this already. */
  readonly changed: boolean;
}

const VARIANT = 'AllTraffic';
const TIMEOUT_MS = 15 * 60_000;

/**
 * Creates the endpoint, or replaces what it serves; resolves when it is in service. The model and the endpoint configuration are named
 * after the version, so that a repeat after a crash goes on with what is there.
 *
 * @throws GradusError VERSION_NOT_APPROVED, GATE_MISSED before anything is made; ENDPOINT_BUSY; ENDPOINT_FAILED with AWS's reason; WAIT_TIMEOUT
 */
export async function deploy(clients: Clients, options: DeployOptions): Promise<Deployment> {
  refuseUnfit(options);
  const { endpoint: name, version } = options;
  const base = `${version.group}-v${version.version}`;
  const config = `${base}-${options.instanceType.replaceAll('.', '-')}-${options.initialInstanceCount}`;
  await ensureModel(clients, base, options);
  await ensureConfig(clients, config, base, options);

  let current = await describeEndpoint(clients, name);
  if (current?.EndpointStatus === 'Failed') {
    // A failed endpoint can only be deleted.
    await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await settle(clients, name, options);
    current = undefined;
  }
  if (current && current.EndpointStatus !== 'InService') {
    throw errors.make('ENDPOINT_BUSY', `endpoint ${name} is ${current.EndpointStatus}`, {
      got: current.EndpointStatus,
      allowed: ['InService'],
      remedy: 'Wait until the change that is under way has ended, then deploy again.',
    });
  }
  const changed = current?.EndpointConfigName !== config;
  if (changed) {
    const target = { EndpointName: name, EndpointConfigName: config };
    await clients.sagemaker.send(current ? new UpdateEndpointCommand(target) : new CreateEndpointCommand(target));
  }
  const settled = await settle(clients, name, options);
  if (settled?.EndpointStatus !== 'InService' || settled.EndpointConfigName !== config) {
    throw errors.make(
      'ENDPOINT_FAILED',
      `endpoint ${name} does not serve version ${version.version}: ${settled?.EndpointStatus ?? 'it is gone'}`,
      {
        got: settled?.FailureReason,
        remedy: `\`gradus logs ${name}\` shows what its container said.`,
      },
    );
  }
  return {
    endpoint: name,
    arn: settled.EndpointArn!,
    version: version.version,
    status: settled.EndpointStatus,
    changed,
  };
}

function refuseUnfit({ version, gates }: DeployOptions): void {
  if (version.status !== 'Approved') {
    throw errors.make('VERSION_NOT_APPROVED', `version ${version.version} of ${version.group} is ${version.status}`, {
      got: version.status,
      allowed: ['Approved'],
      remedy: `\`gradus approve ${version.group} ${version.version} --why "…"\` approves it.`,
    });
  }
  const missed = missedGates(gates, version.facts?.metrics ?? {});
  if (missed.length > 0) {
    throw errors.make(
      'GATE_MISSED',
      `version ${version.version} of ${version.group} misses ${missed.map(describeMissedGate).join('; ')}`,
      {
        got: Object.fromEntries(missed.map(({ metric, value }) => [metric, value])),
        remedy: 'Train a better version, or change the gates in model.ts where they ask too much.',
      },
    );
  }
}

async function ensureModel(
  { sagemaker }: Clients,
  name: string,
  { environment, version }: DeployOptions,
): Promise<void> {
  if (await sagemaker.send(new DescribeModelCommand({ ModelName: name })).catch(undefinedWhenMissing)) return;
  await sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: environment.roleArn,
      PrimaryContainer: { ModelPackageName: version.arn },
    }),
  );
}

async function ensureConfig(
  { sagemaker }: Clients,
  name: string,
  model: string,
  options: DeployOptions,
): Promise<void> {
  if (await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })).catch(undefinedWhenMissing))
    return;
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        {
          VariantName: VARIANT,
          ModelName: model,
          InstanceType: options.instanceType as ProductionVariantInstanceType,
          InitialInstanceCount: options.initialInstanceCount,
          InitialVariantWeight: 1,
        },
      ],
    }),
  );
}

const ON_ITS_WAY = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting']);

/** Waits until the endpoint rests; undefined when it is gone. */
const settle = (
  clients: Clients,
  name: string,
  { environment, timeoutMs = TIMEOUT_MS, onStatus }: DeployOptions,
): Promise<DescribeEndpointCommandOutput | undefined> =>
  waitFor({
    what: `endpoint ${name}`,
    look: () => describeEndpoint(clients, name),
    name: (endpoint) => endpoint?.EndpointStatus ?? 'deleted',
    done: (endpoint) => !ON_ITS_WAY.has(endpoint?.EndpointStatus ?? ''),
    onChange: (endpoint) => onStatus?.(endpoint?.EndpointStatus ?? 'deleted'),
    timeoutMs,
    poll: environment.poll,
  });

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
 * @throws GradusError VERSION_NOT_APPROVED, GATE_MISSED before anything is made; ENDPOINT_BUSY when somebody else changes it at the same
 * time; ENDPOINT_FAILED with AWS's reason; WAIT_TIMEOUT
 */
export async function deploy(clients: Clients, options: DeployOptions): Promise<Deployment> {
  refuseUnfit(options);
  const { endpoint: name, version } = options;
  const base = `${version.group}-v${version.version}`;
  const config = `${base}-${options.instanceType.replaceAll('.', '-')}-${options.initialInstanceCount}`;
  await ensureModel(clients, base, options);
  await ensureConfig(clients, config, base, options);

  const current = await rested(clients, options);
  const changed = current?.EndpointConfigName !== config;
  if (changed) await change(clients, name, config, current !== undefined);
  const settled = changed ? await settle(clients, options) : current;
  if (settled?.EndpointStatus !== 'InService' || settled.EndpointConfigName !== config) {
    throw failure(options, settled);
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

/** The endpoint once what is under way has ended; undefined when there is none. A failed one can only be deleted, and is. */
async function rested(clients: Clients, options: DeployOptions): Promise<DescribeEndpointCommandOutput | undefined> {
  const found = await describeEndpoint(clients, options.endpoint);
  const current = isOnItsWay(found) ? await settle(clients, options) : found;
  if (current?.EndpointStatus !== 'Failed') return current;
  await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: options.endpoint }));
  return settle(clients, options);
}

async function change({ sagemaker }: Clients, endpoint: string, config: string, exists: boolean): Promise<void> {
  const target = { EndpointName: endpoint, EndpointConfigName: config };
  try {
    await sagemaker.send(exists ? new UpdateEndpointCommand(target) : new CreateEndpointCommand(target));
  } catch (error) {
    if (!/already existing|in-progress/.test((error as Error).message)) throw error;
    throw errors.make('ENDPOINT_BUSY', `somebody else is changing endpoint ${endpoint} at this moment`, {
      remedy: 'Deploy again: it waits until the change that is under way has ended.',
      cause: error,
    });
  }
}

function failure({ endpoint, version }: DeployOptions, settled: DescribeEndpointCommandOutput | undefined) {
  const wanted = `endpoint ${endpoint} does not serve version ${version.version}`;
  const remedy = `\`gradus logs ${endpoint}\` shows what its container said.`;
  if (!settled) return errors.make('ENDPOINT_FAILED', `${wanted}: it was deleted meanwhile`);
  const { EndpointStatus: status, EndpointConfigName: config, FailureReason: reason } = settled;
  const said = reason ? `: ${reason}` : '';
  return status === 'InService'
    ? errors.make('ENDPOINT_FAILED', `${wanted}, and serves ${config} as before${said}`, { got: config, remedy })
    : errors.make('ENDPOINT_FAILED', `${wanted}, it is ${status}${said}`, { got: status, remedy });
}

const ON_ITS_WAY = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting']);

const isOnItsWay = (endpoint: DescribeEndpointCommandOutput | undefined): boolean =>
  ON_ITS_WAY.has(endpoint?.EndpointStatus ?? '');

/** Waits until the endpoint rests; undefined when it is gone. */
const settle = (
  clients: Clients,
  { endpoint: name, environment, timeoutMs = TIMEOUT_MS, onStatus }: DeployOptions,
): Promise<DescribeEndpointCommandOutput | undefined> =>
  waitFor({
    what: `endpoint ${name}`,
    look: () => describeEndpoint(clients, name),
    name: (endpoint) => endpoint?.EndpointStatus ?? 'deleted',
    done: (endpoint) => !isOnItsWay(endpoint),
    onChange: (endpoint) => onStatus?.(endpoint?.EndpointStatus ?? 'deleted'),
    timeoutMs,
    poll: environment.poll,
  });

/** A model card made from the facts of a version, and its home in AWS: one card for each version. */
import {
  CreateModelCardCommand,
  DescribeModelCardCommand,
  UpdateModelCardCommand,
  type DescribeModelCardCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';
import { describeMissedGate, missedGates, type Gate } from './gates.ts';
import type { ModelVersion } from './version.ts';

/** Content by SageMaker's model card JSON schema. */
export type CardContent = Readonly<Record<string, unknown>>;

export interface SavedCard {
  readonly name: string;
  readonly arn: string;
  readonly version: number;
  readonly status: string;
  /** False when the card said exactly this already. */
  readonly changed: boolean;
}

/** The schema's limits. */
const MOST = { text: 1024, value: 255, metrics: 50, parameters: 100 };

const cut = (text: string, most = MOST.text): string => Array.from(text).slice(0, most).join('');

/**
 * @param version with facts or without: a card says what is known
 * @param known the parameters of the run, and the gates of the model
 */
export const cardOf = (
  version: ModelVersion,
  known: { readonly parameters?: CardContent; readonly gates?: Readonly<Record<string, Gate>> } = {},
): CardContent => {
  const { facts, decision } = version;
  const metrics = Object.entries(facts?.metrics ?? {}).map(([name, value]) => ({ name: cut(name, MOST.value), value }));
  const parameters = Object.entries(known.parameters ?? {}).map(([name, value]) => ({
    name: cut(name, MOST.value),
    value: cut(typeof value === 'string' ? value || '""' : JSON.stringify(value), MOST.value),
  }));
  const details = Object.fromEntries(
    Object.entries({
      data_set: facts?.dataset?.name,
      data_rows: facts?.dataset?.rows,
      data_sha256: facts?.dataset?.sha256,
      git_commit: facts?.commit && `${facts.commit}${facts.dirty ? ' and changes that it does not hold' : ''}`,
      lockfile_sha256: facts?.lockfileSha256,
      artifact_sha256: facts?.artifactSha256,
      seed: facts?.seed,
      notebook: facts?.notebook,
      signature: facts?.signature,
      stage: version.stage && `${version.stage.name} (${version.stage.status})`,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, cut(String(value))]])),
  );
  return {
    model_overview: {
      model_id: version.arn,
      model_name: version.group,
      model_version: version.version,
      ...(version.description && { model_description: cut(version.description) }),
      model_creator: cut(version.createdBy),
      model_artifact: [version.artifact],
      inference_environment: { container_image: [version.image] },
    },
    model_package_details: {
      model_package_arn: version.arn,
      model_package_group_name: version.group,
      model_package_version: version.version,
      model_package_status: 'Completed',
      model_approval_status: version.status,
      ...(decision?.why && { approval_description: cut(decision.why) }),
    },
    training_details: {
      training_job_details: {
        ...(facts?.trainingJob && { training_arn: facts.trainingJob }),
        ...(facts?.dataset && { training_datasets: [cut(facts.dataset.source || facts.dataset.name)] }),
        user_provided_training_metrics: metrics.slice(0, MOST.metrics),
        user_provided_hyper_parameters: parameters.slice(0, MOST.parameters),
      },
    },
    evaluation_details: [
      {
        name: 'evaluation',
        evaluation_observation: cut(gatesInWords(known.gates ?? {}, facts?.metrics ?? {})),
        ...(facts && { datasets: [facts.evaluation] }),
        metric_groups: [{ name: 'metrics', metric_data: metrics.map((metric) => ({ ...metric, type: 'number' })) }],
      },
    ],
    additional_information: { custom_details: details },
  };
};

const gatesInWords = (gates: Readonly<Record<string, Gate>>, metrics: Readonly<Record<string, number>>): string => {
  if (Object.keys(gates).length === 0) return 'The model declares no gates.';
  const missed = missedGates(gates, metrics).map(describeMissedGate);
  return missed.length === 0 ? 'It passes every gate of the model.' : `It misses gates: ${missed.join('; ')}.`;
};

/** `<group>-v<version>`. */
export const cardName = ({ group, version }: Pick<ModelVersion, 'group' | 'version'>): string => `${group}-v${version}`;

/**
 * Creates the card of a version as a draft, or makes a new version of it; a card that says the same is left alone.
 * @throws ConflictException of AWS when the card is archived
 */
export async function saveCard(
  { sagemaker }: Pick<AwsClients, 'sagemaker'>,
  version: ModelVersion,
  content: CardContent,
): Promise<SavedCard> {
  const ModelCardName = cardName(version);
  const Content = JSON.stringify(content);
  const describe = () => sagemaker.send(new DescribeModelCardCommand({ ModelCardName }));
  const current = await describe().catch(undefinedWhenMissing);
  const changed = current?.Content !== Content;
  if (!current) {
    await sagemaker.send(new CreateModelCardCommand({ ModelCardName, Content, ModelCardStatus: 'Draft' }));
  } else if (changed) await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, Content }));
  const saved = changed ? await describe() : current;
  return {
    name: ModelCardName,
    arn: saved.ModelCardArn!,
    version: saved.ModelCardVersion!,
    status: saved.ModelCardStatus!,
    changed,
  };
}

const undefinedWhenMissing = (error: unknown): DescribeModelCardCommandOutput | undefined => {
  if ((error as Error).name === 'ResourceNotFound') return undefined;
  throw error;
};

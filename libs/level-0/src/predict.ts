/** `predict`: one input through the endpoint, checked first against the signature of the version that serves. */
import { describeEndpoint, invokeEndpoint, servedPackage } from '@gradus/deployment';
import { describeVersion } from '@gradus/model-registry';
import { compileSignature, type Signature } from '@gradus/serving';
import { getJson } from '@gradus/training';
import type { Level0Context } from './context.ts';
import { errors } from './errors.ts';
import type { ServedModel } from './served-model.ts';

export interface Prediction {
  readonly model: string;
  readonly version: number;
  readonly output: unknown;
  /** Milliseconds from request to answer, as the caller sees it. */
  readonly latencyMs: number;
}

/**
 * @param input one input, as the model's signature says
 * @throws GradusError NOT_DEPLOYED, INPUT_INVALID with every problem, and what `invokeEndpoint` throws
 */
export async function predict({ model }: ServedModel, { clients }: Level0Context, input: unknown): Promise<Prediction> {
  const served = await servedPackage(clients, model.name);
  if (!served) {
    const endpoint = await describeEndpoint(clients, model.name);
    throw errors.make(
      'NOT_DEPLOYED',
      endpoint
        ? `endpoint ${model.name} serves ${endpoint.EndpointConfigName}, which is no version of the registry`
        : `${model.name} has no endpoint`,
      { got: model.name, remedy: `\`gradus deploy ${model.name}\` puts an approved version there.` },
    );
  }
  const version = await describeVersion(clients, served);
  if (version.facts?.signature) {
    const signature = await getJson<Signature>(clients.s3, version.facts.signature);
    const problems = compileSignature(signature.input)(input);
    if (problems.length > 0) {
      throw errors.make('INPUT_INVALID', `the input does not fit the signature of version ${version.version}`, {
        got: input,
        allowed: [JSON.stringify(signature.input)],
        mistakes: problems.map(({ path, message }) => ({ path: path || '(the whole)', message })),
        remedy: `\`gradus show ${model.name} ${version.version}\` shows the signature.`,
      });
    }
  }
  const started = performance.now();
  const answer = await invokeEndpoint(clients, model.name, JSON.stringify(input));
  return {
    model: model.name,
    version: version.version,
    output: JSON.parse(answer.body) as unknown,
    latencyMs: performance.now() - started,
  };
}

/** Asks an endpoint. */
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeEndpointCommand, type InvokeEndpointCommandOutput } from '@aws-sdk/client-sagemaker-runtime';
import type { AwsClients } from '@gradus/aws';
import { errors } from './errors.ts';

export interface Answer {
  readonly body: string;
  readonly contentType: string;
  /** The production variant that answered. */
  readonly variant: string;
}

/**
 * Invokes an endpoint; a container that is starting again is waited for.
 *
 * @param body as `contentType` says, at most 6 MiB
 * @throws GradusError INVOCATION_FAILED with what the container answered; ENDPOINT_NOT_FOUND
 */
export async function invokeEndpoint(
  { runtime }: Pick<AwsClients, 'runtime'>,
  endpoint: string,
  body: string,
  contentType = 'application/json',
): Promise<Answer> {
  try {
    const answer = await untilAvailable(() =>
      runtime.send(
        new InvokeEndpointCommand({
          EndpointName: endpoint,
          Body: Buffer.from(body),
          ContentType: contentType,
          Accept: contentType,
        }),
      ),
    );
    return {
      body: Buffer.from(answer.Body).toString('utf8'),
      contentType: answer.ContentType ?? contentType,
      variant: answer.InvokedProductionVariant ?? '',
    };
  } catch (error) {
    const { name, message, OriginalStatusCode, OriginalMessage } = error as Error & {
      OriginalStatusCode?: number;
      OriginalMessage?: string;
    };
    if (name === 'ModelError') {
      throw errors.make('INVOCATION_FAILED', `the model answered ${OriginalStatusCode}: ${OriginalMessage}`, {
        got: OriginalStatusCode,
        remedy: `\`gradus logs ${endpoint}\` shows what its container said.`,
        cause: error,
      });
    }
    if (name === 'ValidationError' && /^Endpoint .* not found/.test(message)) {
      throw errors.make('ENDPOINT_NOT_FOUND', `no endpoint ${endpoint} is in service`, {
        got: endpoint,
        remedy: `\`gradus deploy ${endpoint}\` makes it from an approved version.`,
        cause: error,
      });
    }
    throw error;
  }
}

/** How long a container is waited for that is starting again, as after a restart of the plane. */
const WAIT_MS = 15_000;
const POLL_MS = 200;

async function untilAvailable(ask: () => Promise<InvokeEndpointCommandOutput>): Promise<InvokeEndpointCommandOutput> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if ((error as Error).name !== 'ServiceUnavailable' || performance.now() > deadline) throw error;
      await sleep(POLL_MS);
    }
  }
}

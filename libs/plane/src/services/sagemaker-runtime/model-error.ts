/** What a caller hears of a container that gave no good answer. */
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';

export interface FailedInvocation {
  readonly endpoint: string;
  /** The container's host name, or `primary`. */
  readonly container: string;
  /** What the container answered with; 0 when it did not. */
  readonly status: number;
  readonly message: string;
}

const MESSAGE_CHARACTERS = 1024;

/** 424 ModelError, with the place of the endpoint's logs. */
export const modelError = (
  { accountId, region }: Pick<CallContext, 'accountId' | 'region'>,
  { endpoint, container, status, message }: FailedInvocation,
): AwsError => {
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const blame = status >= 400 && status < 500 ? 'client' : 'server';
  const shown = message.slice(0, MESSAGE_CHARACTERS);
  return new AwsError(
    'ModelError',
    424,
    `Received ${blame} error (${status}) from ${container} with message "${shown}". See https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group} in account ${accountId} for more information.`,
    {
      OriginalStatusCode: status,
      OriginalMessage: shown,
      LogStreamArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}`,
    },
  );
};

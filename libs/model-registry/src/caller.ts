/** Who calls: the ARN by which every record names them. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients } from '@gradus/aws';

export const callerArn = async ({ sts }: Pick<AwsClients, 'sts'>): Promise<string> =>
  (await sts.send(new GetCallerIdentityCommand({}))).Arn!;

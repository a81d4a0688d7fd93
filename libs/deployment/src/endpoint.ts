/** An endpoint and what it serves, as AWS describes it. */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  type DescribeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';

type Clients = Pick<AwsClients, 'sagemaker'>;

/** AWS answers a name that is not there with `ValidationException: Could not find …`. */
export const undefinedWhenMissing = (error: unknown): undefined => {
  const { name, message } = error as Error;
  if (name === 'ValidationException' && /could not find/i.test(message)) return undefined;
  throw error;
};

export const describeEndpoint = (
  { sagemaker }: Clients,
  name: string,
): Promise<DescribeEndpointCommandOutput | undefined> =>
  sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })).catch(undefinedWhenMissing);

/** The ARN of the model package that an endpoint serves; undefined when there is no endpoint, or it serves something else. */
export async function servedPackage(clients: Clients, name: string): Promise<string | undefined> {
  const endpoint = await describeEndpoint(clients, name);
  if (!endpoint?.EndpointConfigName) return undefined;
  const config = await clients.sagemaker
    .send(new DescribeEndpointConfigCommand({ EndpointConfigName: endpoint.EndpointConfigName }))
    .catch(undefinedWhenMissing);
  const variant = config?.ProductionVariants?.[0];
  const model =
    variant &&
    (await clients.sagemaker
      .send(new DescribeModelCommand({ ModelName: variant.ModelName! }))
      .catch(undefinedWhenMissing));
  return model?.PrimaryContainer?.ModelPackageName;
}

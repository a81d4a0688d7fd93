/** What AWS says of a feature group, all pages of its features together. */
import {
  DescribeFeatureGroupCommand,
  ResourceNotFound,
  type DescribeFeatureGroupResponse,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';

export type DescribedFeatureGroup = Omit<DescribeFeatureGroupResponse, 'NextToken'>;

/** The group of that name, or undefined when there is none. */
export const describeFeatureGroup = async (
  sagemaker: SageMakerClient,
  awsName: string,
): Promise<DescribedFeatureGroup | undefined> => {
  const page = async (NextToken?: string) =>
    sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: awsName, ...(NextToken && { NextToken }) }));
  try {
    const { NextToken, ...first } = await page();
    const definitions = [...(first.FeatureDefinitions ?? [])];
    for (let token: string | undefined = NextToken; token;) {
      const next = await page(token);
      definitions.push(...(next.FeatureDefinitions ?? []));
      token = next.NextToken;
    }
    return { ...first, FeatureDefinitions: definitions };
  } catch (error) {
    if (error instanceof ResourceNotFound) return undefined;
    throw error;
  }
};

/** Lineage for specs: entities of any kind, and what ties them together. */
import {
  AddAssociationCommand,
  CreateActionCommand,
  CreateArtifactCommand,
  CreateContextCommand,
  ListArtifactsCommand,
  ListContextsCommand,
  QueryLineageCommand,
  type AssociationEdgeType,
  type QueryLineageCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { SdkClients } from './sdk-clients.ts';

export const createArtifact = async (
  { sagemaker }: SdkClients,
  SourceUri: string,
  ArtifactType = 'DataSet',
  Properties?: Record<string, string>,
): Promise<string> =>
  (await sagemaker.send(new CreateArtifactCommand({ ArtifactType, Source: { SourceUri }, Properties }))).ArtifactArn!;

export const createAction = async (
  { sagemaker }: SdkClients,
  name: string,
  type = 'ModelDeployment',
): Promise<string> =>
  (
    await sagemaker.send(
      new CreateActionCommand({ ActionName: name, ActionType: type, Source: { SourceUri: `arn:${name}` } }),
    )
  ).ActionArn!;

export const createContext = async ({ sagemaker }: SdkClients, name: string, type = 'Endpoint'): Promise<string> =>
  (
    await sagemaker.send(
      new CreateContextCommand({ ContextName: name, ContextType: type, Source: { SourceUri: `arn:${name}` } }),
    )
  ).ContextArn!;

export const associate = (
  { sagemaker }: SdkClients,
  SourceArn: string,
  DestinationArn: string,
  AssociationType: AssociationEdgeType = 'ContributedTo',
): Promise<unknown> => sagemaker.send(new AddAssociationCommand({ SourceArn, DestinationArn, AssociationType }));

/** The ARN of the artifact of that source, once there is one. */
export const artifactOf = async ({ sagemaker }: SdkClients, SourceUri: string): Promise<string | undefined> =>
  (await sagemaker.send(new ListArtifactsCommand({ SourceUri }))).ArtifactSummaries![0]?.ArtifactArn;

/** The ARN of the context of that source, once there is one. */
export const contextOf = async ({ sagemaker }: SdkClients, SourceUri: string): Promise<string | undefined> =>
  (await sagemaker.send(new ListContextsCommand({ SourceUri }))).ContextSummaries![0]?.ContextArn;

/** The ARNs of what a lineage query finds. */
export const lineageArns = async (
  { sagemaker }: SdkClients,
  StartArn: string,
  more: QueryLineageCommandInput = {},
): Promise<string[]> =>
  (await sagemaker.send(new QueryLineageCommand({ StartArns: [StartArn], ...more }))).Vertices!.map(({ Arn }) => Arn!);

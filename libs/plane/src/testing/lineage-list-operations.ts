/** The rows of lineage in the table of list operations. */
import {
  ListActionsCommand,
  ListArtifactsCommand,
  ListAssociationsCommand,
  ListContextsCommand,
} from '@aws-sdk/client-sagemaker';
import { artifactOf, associate, createAction, createArtifact, createContext } from './lineage-fixtures.ts';
import { sagemakerListInput, type ListFilter, type ListItem, type ListOperation } from './list-operation.ts';

const DESCENDING = { sortBy: 'CreationTime', sortOrder: 'Descending' } as const;
const PAGES = { usual: 10, least: 1, most: 100 };
const CREATION_TIME = { CreationTime: ({ index }: ListItem): number => index };
const NAME_AND_TIME = { ...CREATION_TIME, Name: ({ name }: ListItem): string => name };

/** Both bounds of time belong to what they keep. */
const timeFilters = (items: readonly ListItem[]): ListFilter[] => [
  { title: 'CreatedAfter', filter: { CreatedAfter: items[5]!.madeAt }, keeps: ({ index }) => index >= 5 },
  {
    title: 'CreatedBefore',
    filter: { CreatedBefore: new Date(items[6]!.madeAt.getTime() - 1) },
    keeps: ({ index }) => index < 6,
  },
];

const KINDS = ['DataSet', 'Model'] as const;
const kindOf = (index: number): string => KINDS[index % 2]!;
const ofKind = (member: string): ListFilter => ({
  title: member,
  filter: { [member]: 'Model' },
  keeps: ({ index }) => index % 2 === 1,
});

/** Where every association of the suite begins. */
const SOURCE = 's3://bucket/source';

export const LINEAGE_LISTS: readonly ListOperation[] = [
  {
    operation: 'sagemaker:ListArtifacts',
    create: (clients, name, index) => createArtifact(clients, `s3://bucket/${name}`, kindOf(index)),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListArtifactsCommand(sagemakerListInput(query)));
      return { names: answer.ArtifactSummaries!.map((each) => each.ArtifactArn!), nextToken: answer.NextToken };
    },
    sorts: CREATION_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [...timeFilters(items), ofKind('ArtifactType')],
    nothing: { SourceUri: 's3://bucket/none' },
  },
  {
    operation: 'sagemaker:ListActions',
    create: (clients, name, index) => createAction(clients, name, kindOf(index)).then(() => name),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListActionsCommand(sagemakerListInput(query)));
      return { names: answer.ActionSummaries!.map((each) => each.ActionName!), nextToken: answer.NextToken };
    },
    sorts: NAME_AND_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [...timeFilters(items), ofKind('ActionType')],
    nothing: { SourceUri: 'arn:none' },
  },
  {
    operation: 'sagemaker:ListContexts',
    create: (clients, name, index) => createContext(clients, name, kindOf(index)).then(() => name),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListContextsCommand(sagemakerListInput(query)));
      return { names: answer.ContextSummaries!.map((each) => each.ContextName!), nextToken: answer.NextToken };
    },
    sorts: NAME_AND_TIME,
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [...timeFilters(items), ofKind('ContextType')],
    nothing: { SourceUri: 'arn:none' },
  },
  {
    operation: 'sagemaker:ListAssociations',
    prepare: (clients) => createArtifact(clients, SOURCE, 'Code'),
    create: async (clients, name, index) => {
      const destination = await createContext(clients, name, kindOf(index));
      await associate(
        clients,
        (await artifactOf(clients, SOURCE))!,
        destination,
        index % 3 === 0 ? 'Produced' : 'ContributedTo',
      );
      return destination;
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListAssociationsCommand(sagemakerListInput(query)));
      return { names: answer.AssociationSummaries!.map((each) => each.DestinationArn!), nextToken: answer.NextToken };
    },
    sorts: {
      ...CREATION_TIME,
      SourceArn: ({ name }) => name,
      DestinationArn: ({ name }) => name,
      SourceType: ({ name }) => name,
      DestinationType: ({ name, index }) => `${kindOf(index)} ${name}`,
    },
    defaults: DESCENDING,
    pageSize: PAGES,
    filters: (items) => [
      ...timeFilters(items),
      ofKind('DestinationType'),
      { title: 'AssociationType', filter: { AssociationType: 'Produced' }, keeps: ({ index }) => index % 3 === 0 },
    ],
    nothing: { SourceType: 'None' },
  },
];

/** Rows of the table of list operations: experiments, trials and trial components. */
import {
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  ListExperimentsCommand,
  ListTrialComponentsCommand,
  ListTrialsCommand,
} from '@aws-sdk/client-sagemaker';
import { sagemakerListInput, type ListFilter, type ListItem, type ListOperation } from './list-operation.ts';
import type { SdkClients } from './sdk-clients.ts';

const MINUTE_MS = 60_000;

const createdFilters = (items: readonly ListItem[]): ListFilter[] => {
  const border = new Date(items[5]!.madeAt.getTime() - MINUTE_MS / 2);
  return [
    { title: 'CreatedAfter', filter: { CreatedAfter: border }, keeps: ({ index }) => index >= 5 },
    { title: 'CreatedBefore', filter: { CreatedBefore: border }, keeps: ({ index }) => index < 5 },
  ];
};

const SHARED = {
  sorts: {
    Name: ({ name }: ListItem): string => name,
    CreationTime: ({ index }: ListItem): number => index,
  },
  defaults: { sortBy: 'CreationTime', sortOrder: 'Descending' },
  pageSize: { usual: 10, least: 1, most: 100 },
  nothing: { CreatedBefore: new Date(0) },
} as const;

const EXPERIMENTS = ['even', 'odd'] as const;

const makeExperiments = async ({ sagemaker }: SdkClients): Promise<void> => {
  for (const ExperimentName of EXPERIMENTS) await sagemaker.send(new CreateExperimentCommand({ ExperimentName }));
};

export const EXPERIMENTS_LISTS: readonly ListOperation[] = [
  {
    ...SHARED,
    operation: 'sagemaker:ListExperiments',
    create: ({ sagemaker }, ExperimentName) => sagemaker.send(new CreateExperimentCommand({ ExperimentName })),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListExperimentsCommand(sagemakerListInput(query)));
      const names = answer.ExperimentSummaries!.map(({ ExperimentName }) => ExperimentName!);
      return { names, nextToken: answer.NextToken };
    },
    filters: createdFilters,
  },
  {
    ...SHARED,
    operation: 'sagemaker:ListTrials',
    prepare: makeExperiments,
    create: ({ sagemaker }, TrialName, index) =>
      sagemaker.send(new CreateTrialCommand({ TrialName, ExperimentName: EXPERIMENTS[index % 2] })),
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListTrialsCommand(sagemakerListInput(query)));
      return { names: answer.TrialSummaries!.map(({ TrialName }) => TrialName!), nextToken: answer.NextToken };
    },
    filters: (items) => [
      ...createdFilters(items),
      { title: 'ExperimentName', filter: { ExperimentName: 'odd' }, keeps: ({ index }) => index % 2 === 1 },
    ],
  },
  {
    ...SHARED,
    operation: 'sagemaker:ListTrialComponents',
    prepare: async (clients) => {
      await makeExperiments(clients);
      for (const [TrialName, ExperimentName] of [
        ['first', 'odd'],
        ['second', 'odd'],
        ['third', 'even'],
      ]) {
        await clients.sagemaker.send(new CreateTrialCommand({ TrialName, ExperimentName }));
      }
    },
    create: async ({ sagemaker }, TrialComponentName, index) => {
      await sagemaker.send(new CreateTrialComponentCommand({ TrialComponentName }));
      for (const [place, TrialName] of ['first', 'second', 'third'].entries()) {
        if (index % (place + 2) > 0) continue;
        await sagemaker.send(new AssociateTrialComponentCommand({ TrialName, TrialComponentName }));
      }
    },
    list: async ({ sagemaker }, query) => {
      const answer = await sagemaker.send(new ListTrialComponentsCommand(sagemakerListInput(query)));
      const names = answer.TrialComponentSummaries!.map(({ TrialComponentName }) => TrialComponentName!);
      return { names, nextToken: answer.NextToken };
    },
    filters: (items) => [
      ...createdFilters(items),
      { title: 'TrialName', filter: { TrialName: 'second' }, keeps: ({ index }) => index % 3 === 0 },
      {
        title: 'ExperimentName, each component once',
        filter: { ExperimentName: 'odd' },
        keeps: ({ index }) => index % 2 === 0 || index % 3 === 0,
      },
    ],
  },
];

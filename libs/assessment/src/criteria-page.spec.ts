/** Keeps `docs/assess.md` equal to the criteria; `npx vitest run --project assessment criteria-page -u` writes it. */
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { criteria } from './criteria/index.ts';
import { LISTS, SOURCE, type ListId } from './lists.ts';

const page = join(import.meta.dirname, '../../../docs/assess.md');

const rowsOf = (id: ListId): string =>
  [
    '| item | what is required | in other words than Google’s | from Level | attestable |',
    '|---|---|---|---|---|',
    ...criteria
      .filter(({ list }) => list === id)
      .map(({ id: item, title, source, level, attestable }) =>
        ['', `\`${item}\``, title, source, level, attestable ? 'yes' : '', ''].join('|'),
      ),
  ].join('\n');

const text = (): string =>
  [
    '# What `gradus assess` judges',
    `\`gradus assess <model>\` judges a model by what [Google lists for MLOps Levels 0, 1 and 2](${SOURCE}). Each item is *met*, *not met* or *not applicable*, by evidence that AWS holds, with links to it and with what gets there. It is about the version that serves, or the newest where none does.`,
    '`--level N` shows one level, `--html FILE` writes a page to send around, `--require N` ends with 1 when something that applies to Level N or below is not met, `--json` prints it all. `model.ts` says what applies: without features no feature store is asked for, without required latency or throughput no load test, without an endpoint nothing that is about one.',
    'What runs outside of SageMaker leaves nothing there to judge by: the tests of a CI server, a load test, the rule that started a run. It counts once it is attested, which records a lineage action of type `Attestation` on the version, with who, when and where to look: `gradus attest <model> <item> [version] --source <url>`, and `--failed` where it failed. Items that can be seen take no attestation.',
    'Pipelines, feature groups and monitors are found by the name of the model: `ListPipelines`, `ListFeatureGroups`, `ListMonitoringSchedules`. Where the environment answers no such operation, or refuses it, the item is not met and says so.',
    'This page is made from the criteria: `npx vitest run --project assessment criteria-page -u`.',
    ...(Object.keys(LISTS) as ListId[]).flatMap((id) => [
      `## Level ${LISTS[id].level}: ${LISTS[id].title}`,
      rowsOf(id),
    ]),
  ].join('\n\n');

it('docs/assess.md lists every criterion', async () => {
  const options = { ...(await resolveConfig(page)), parser: 'markdown' };
  await expect(await format(text(), options)).toMatchFileSnapshot(page);
});

/**
 * ListArtifacts: the artifacts of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise; both bounds of time belong to it
 */
import { decodeDocument } from '../../../store/document.ts';
import { equals, notAfter, notBefore } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { LineageDocuments } from './lineage-entity-table.ts';

export const listArtifacts: SageMakerHandler<'ListArtifacts'> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListArtifacts',
    table: 'sagemaker_lineage_entity',
    columns: ['document'],
    scope: context,
    where: [
      equals('kind', 'artifact'),
      equals('source', input.SourceUri),
      equals('type', input.ArtifactType),
      notBefore('created', input.CreatedAfter),
      notAfter('created', input.CreatedBefore),
    ],
    sort: ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ArtifactSummaries: rows.map(({ document }) => {
      const each = decodeDocument<LineageDocuments['artifact']>(document);
      return {
        ArtifactArn: each.ArtifactArn,
        ArtifactName: each.ArtifactName,
        Source: each.Source,
        ArtifactType: each.ArtifactType,
        CreationTime: each.CreationTime,
        LastModifiedTime: each.LastModifiedTime,
      };
    }),
    NextToken: nextToken,
  };
};

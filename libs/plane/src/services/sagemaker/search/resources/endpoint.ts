/** Endpoints as Search shows them. */
import { decodeDocument } from '../../../../store/document.ts';
import type { Endpoint } from '../../endpoints/endpoint-summary.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import { tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_endpoint';

export const endpoint: SearchResource = {
  member: 'Endpoint',
  shape: 'Endpoint',
  table: TABLE,
  watches: [tagWatch(TABLE, 'endpoint')],
  record: ({ document }, store) => {
    const described = decodeDocument<Endpoint>(document);
    return { ...described, Tags: tagsOf(store, described.EndpointArn!) };
  },
};

/** Endpoints as Search shows them. */
import type { Endpoint } from '../../endpoints/endpoint-summary.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_endpoint';

export const endpoint: SearchResource = {
  member: 'Endpoint',
  shape: 'Endpoint',
  table: TABLE,
  watches: [tagWatch(TABLE, 'endpoint')],
  records: (rows, store) => tagged(documentsOf<Endpoint>(rows), store, ({ EndpointArn }) => EndpointArn),
};

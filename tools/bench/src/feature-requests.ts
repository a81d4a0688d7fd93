/** Requests of the feature store's runtime, made and signed in advance. */
import { awsNameOf, recordOf, rowOf } from './feature-records.ts';
import { signedPost } from './load/requests.ts';
import type { BenchPlane } from './process/bench-plane.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const SERVICE = 'sagemaker';

/** All features of one id. */
export const getRecord = (plane: BenchPlane, id: number): string =>
  signedPost(plane, {
    ...{ method: 'GET', service: SERVICE, path: `/FeatureGroup/${awsNameOf('wide')}` },
    ...{ query: `RecordIdentifierValueAsString=u${id}`, headers: {}, body: '' },
  });

/** All features of several ids. */
export const batchGetRecord = (plane: BenchPlane, ids: readonly number[]): string =>
  signedPost(plane, {
    ...{ service: SERVICE, path: '/BatchGetRecord', headers: JSON_HEADERS },
    body: JSON.stringify({
      Identifiers: [{ FeatureGroupName: awsNameOf('wide'), RecordIdentifiersValueAsString: ids.map((id) => `u${id}`) }],
    }),
  });

/** What AWS takes in one call. */
export const RECORDS_A_CALL = 25;

/** Records that are later than those of the calls before, of ids that come again. */
export const batchWriteRecord = (plane: BenchPlane, call: number, from: number): string =>
  signedPost(plane, {
    ...{ service: SERVICE, path: '/BatchWriteRecord', headers: JSON_HEADERS },
    body: JSON.stringify({
      Entries: Array.from({ length: RECORDS_A_CALL }, (_, index) => {
        const id = (call * RECORDS_A_CALL + index) % 100_000;
        const Record = recordOf(rowOf('narrow', id, from + call));
        return { FeatureGroupName: awsNameOf('narrow'), Record };
      }),
    }),
  });

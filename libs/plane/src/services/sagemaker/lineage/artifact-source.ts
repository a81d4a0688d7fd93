/** What identifies an artifact: the URI of its source and the ids that fix the source's state. */
import { createHash } from 'node:crypto';
import type { ArtifactSource } from '@aws-sdk/client-sagemaker';
import type { Owner } from '../arn.ts';

/** The end of an artifact's ARN: the same for the same source. */
export const artifactId = ({ accountId, region }: Owner, { SourceUri, SourceTypes = [] }: ArtifactSource): string => {
  const types = SourceTypes.map(({ SourceIdType, Value }) => [SourceIdType, Value].join('=')).sort();
  return createHash('md5')
    .update(JSON.stringify([accountId, region, SourceUri, types]))
    .digest('hex');
};

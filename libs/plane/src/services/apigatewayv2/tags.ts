/** Tags of APIs and stages. */
import type { CallContext } from '../../service.ts';
import { requireApi, requirePart, updateApiRow, updatePart } from './api-table.ts';
import { badRequest } from './errors.ts';
import type { TaggedResource } from './identifiers.ts';

export type Tags = Readonly<Record<string, string>>;

const MOST_TAGS = 50;
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws AwsError BadRequestException */
export const checkTags = (tags: Tags = {}): void => {
  const entries = Object.entries(tags);
  if (entries.length > MOST_TAGS) throw badRequest(`The number of tags must not exceed ${MOST_TAGS}`);
  for (const [key, value] of entries) {
    if (key === '' || key.length > 128 || !TEXT.test(key) || /^aws:/i.test(key)) {
      throw badRequest(`Invalid tag key specified: ${key}`);
    }
    if (value.length > 256 || !TEXT.test(value)) throw badRequest(`Invalid tag value specified: ${value}`);
  }
};

/** @throws AwsError NotFoundException when there is no such API or stage */
export const tagsOf = (context: CallContext, { apiId, stage }: TaggedResource): Tags => {
  const api = requireApi(context, apiId);
  return (stage === undefined ? api : requirePart(context, apiId, 'stage', stage)).Tags ?? {};
};

/** Puts `tags` in the place of those that there are. The resource must have been found. */
export const putTags = (context: CallContext, { apiId, stage }: TaggedResource, tags: Tags): void => {
  checkTags(tags);
  if (stage === undefined) updateApiRow(context, { ...requireApi(context, apiId), Tags: tags });
  else updatePart(context, apiId, 'stage', stage, { ...requirePart(context, apiId, 'stage', stage), Tags: tags });
};

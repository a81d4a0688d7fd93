/**
 * GetStage: one stage of an API.
 * @source docs
 */
import { requireApi, requirePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const getStage: HttpApiHandler<'GetStage'> = ({ ApiId, StageName }, context) => {
  requireApi(context, ApiId);
  return requirePart(context, ApiId, 'stage', StageName);
};

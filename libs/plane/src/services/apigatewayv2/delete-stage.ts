/**
 * DeleteStage: its address answers no more.
 * @source docs
 */
import { deletePart, requireApi, requirePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteStage: HttpApiHandler<'DeleteStage'> = ({ ApiId, StageName }, context) => {
  requireApi(context, ApiId);
  requirePart(context, ApiId, 'stage', StageName);
  deletePart(context, ApiId, 'stage', StageName);
  return {};
};

/**
 * DeleteApi: an API and everything in it.
 * @source docs
 */
import { deleteApiRows, requireApi } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteApi: HttpApiHandler<'DeleteApi'> = ({ ApiId }, context) => {
  requireApi(context, ApiId);
  deleteApiRows(context, ApiId);
  return {};
};

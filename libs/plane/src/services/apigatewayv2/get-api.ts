/**
 * GetApi: one API.
 * @source docs
 */
import { requireApi } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const getApi: HttpApiHandler<'GetApi'> = ({ ApiId }, context) => requireApi(context, ApiId);

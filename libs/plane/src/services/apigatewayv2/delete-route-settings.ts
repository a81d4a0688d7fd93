/**
 * DeleteRouteSettings: the route takes the stage's own rates again.
 * @source docs
 * @source unverified - the error for a route without settings
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireApi, requirePart, updatePart } from './api-table.ts';
import type { HttpApiHandler } from './http-api-handler.ts';

export const deleteRouteSettings: HttpApiHandler<'DeleteRouteSettings'> = (input, context) => {
  const { ApiId, StageName, RouteKey } = input;
  requireApi(context, ApiId);
  const stage = requirePart(context, ApiId, 'stage', StageName);
  const { [RouteKey]: found, ...RouteSettings } = stage.RouteSettings ?? {};
  if (!found) {
    throw new AwsError(
      'NotFoundException',
      404,
      `Unable to find Route by key ${RouteKey} within the provided RouteSettings`,
    );
  }
  updatePart(context, ApiId, 'stage', StageName, { ...stage, RouteSettings });
  return {};
};

/**
 * GetFunction: a version's settings, where its package can be downloaded, its function's tags and own concurrency.
 * @source docs - the address is good for ten minutes; on AWS it is S3's
 */
import { packageLink } from './code/package-links.ts';
import { functionReference } from './function-name.ts';
import { namedConfiguration } from './get-function-configuration.ts';
import type { LambdaHandler } from './lambda-handler.ts';
import { tagsOf } from './tags.ts';

export const getFunction: LambdaHandler<'GetFunction'> = (input, context) => {
  const reference = functionReference(context, input.FunctionName, input.Qualifier);
  const { row, version, configuration } = namedConfiguration(context, reference);
  const tags = tagsOf(row);
  return {
    Configuration: configuration,
    Code: { RepositoryType: 'S3', Location: packageLink(context.plane, version.code) },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(row.reserved !== null && { Concurrency: { ReservedConcurrentExecutions: row.reserved } }),
  };
};

/**
 * CreateContext: records what groups other entities, e.g. an endpoint.
 * @source docs - names are unique
 * @source unverified - the text for a name that is taken
 */
import { validationException } from '../../../wire/aws-error.ts';
import { arnOf } from '../arn.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';
import { insertEntity } from './lineage-entity-table.ts';
import { lineageGroupArn } from './lineage-group.ts';
import { checkLineageLimit } from './lineage-limits.ts';

export const createContext: SageMakerHandler<'CreateContext'> = (input, context) => {
  const { Tags, ...described } = input;
  const arn = arnOf(context, 'context', input.ContextName);
  checkLineageLimit(context, 'context');
  const now = new Date(context.now());
  const by = userContext(context.principal);
  const added = insertEntity(context.plane.store, context, {
    kind: 'context',
    name: input.ContextName,
    type: input.ContextType,
    source: input.Source.SourceUri,
    manual: true,
    document: {
      ...described,
      ContextArn: arn,
      CreationTime: now,
      CreatedBy: by,
      LastModifiedTime: now,
      LastModifiedBy: by,
      LineageGroupArn: lineageGroupArn(context),
    },
  });
  if (!added) throw validationException(`Context names must be unique within an AWS account and region: ${arn}`);
  putTags(context.plane.store, arn, Tags);
  return { ContextArn: arn };
};

/**
 * DescribeContext: a context by name or ARN.
 * @source docs
 * @source unverified - the text for one that is not there
 */
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireEntity } from './lineage-entity-table.ts';

export const describeContext: SageMakerHandler<'DescribeContext'> = (input, context) =>
  requireEntity(context, 'context', nameOf(input.ContextName, 'context', context, 'DescribeContext'));

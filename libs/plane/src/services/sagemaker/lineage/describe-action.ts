/**
 * DescribeAction: an action by name or ARN.
 * @source docs
 * @source unverified - the text for one that is not there
 */
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireEntity } from './lineage-entity-table.ts';

export const describeAction: SageMakerHandler<'DescribeAction'> = (input, context) =>
  requireEntity(context, 'action', nameOf(input.ActionName, 'action', context, 'DescribeAction'));

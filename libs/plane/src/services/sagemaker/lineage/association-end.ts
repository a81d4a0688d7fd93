/** The ends of an association as callers name them. */
import type { CallContext } from '../../../service.ts';
import { ownArn } from '../names.ts';
import type { Output } from '../sagemaker-handler.ts';
import { unsupported } from '../unsupported.ts';
import { entityNotFound, insertEntity } from './lineage-entity-table.ts';
import { TRIAL_COMPONENT, trialComponentEntity, trialComponentType } from './trial-component-entity.ts';

const KINDS = ['artifact', 'action', 'context', TRIAL_COMPONENT, 'experiment'];

/** Whether an association begins or ends at an entity of the experiments. */
export const isTrialComponent = (arn: string): boolean => arn.includes(`:${TRIAL_COMPONENT}/`);

/**
 * Checks that the caller owns the entity and that it is there; a trial component gets its row.
 * @throws AwsError ResourceNotFound, ValidationException, AccessDeniedException
 */
export const requireAssociationEnd = async (arn: string, context: CallContext, operation: string): Promise<void> => {
  const { kind, id } = ownArn(arn, KINDS, context, operation);
  if (kind === 'experiment') throw unsupported(operation, 'an experiment as an end of an association');
  const { store } = context.plane;
  if (kind === TRIAL_COMPONENT) {
    const { plane, principal, region } = context;
    const component = await plane.call<Output<'DescribeTrialComponent'>>(
      'sagemaker',
      'DescribeTrialComponent',
      { TrialComponentName: id },
      { principal, region },
    );
    const source = component.Source?.SourceArn ?? '';
    store.transaction(() =>
      insertEntity(store, context, {
        ...trialComponentEntity(id, source, component.CreationTime!.getTime()),
        type: component.Source?.SourceType ?? trialComponentType(id),
      }),
    );
    return;
  }
  if (!store.get('select 1 from sagemaker_lineage_entity where arn = ?', arn)) throw entityNotFound(arn);
};

/**
 * AddAssociation: ties two lineage entities together, from source to destination.
 * @source docs - there are no associations between entities of experiments
 * @source unverified - the texts; that an association needs two entities, and that there is one between them at most
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { isTrialComponent, requireAssociationEnd } from './association-end.ts';
import { insertAssociation } from './association-table.ts';
import { checkLineageLimit } from './lineage-limits.ts';

const OPERATION = 'AddAssociation';

export const addAssociation: SageMakerHandler<typeof OPERATION> = async (input, context) => {
  const { SourceArn, DestinationArn, AssociationType } = input;
  if (SourceArn === DestinationArn) throw validationException('SourceArn and DestinationArn must be different.');
  if (isTrialComponent(SourceArn) && isTrialComponent(DestinationArn)) {
    throw validationException('An association between two experiment entities cannot be created.');
  }
  await requireAssociationEnd(SourceArn, context, OPERATION);
  await requireAssociationEnd(DestinationArn, context, OPERATION);
  const { store } = context.plane;
  store.transaction(() => {
    checkLineageLimit(context, 'association');
    const added = insertAssociation(store, context, {
      source: SourceArn,
      destination: DestinationArn,
      type: AssociationType,
      manual: true,
      created: context.now(),
      createdBy: userContext(context.principal),
    });
    if (!added) throw validationException(`Association between ${SourceArn} and ${DestinationArn} already exists`);
  });
  return { SourceArn, DestinationArn };
};

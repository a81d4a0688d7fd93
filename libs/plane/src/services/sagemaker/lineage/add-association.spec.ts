import { AddAssociationCommand, CreateTrialComponentCommand, ListAssociationsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import {
  associate,
  createAction,
  createArtifact,
  createContext,
  lineageArns,
} from '../../../testing/lineage-fixtures.ts';

describe('AddAssociation', () => {
  const plane = withPlane();
  const list = async (input: object) =>
    (await plane.clients().sagemaker.send(new ListAssociationsCommand(input))).AssociationSummaries!;

  plane.executes('sagemaker:AddAssociation', { seenBy: 'sagemaker:ListAssociations' }, async () => {
    const source = await createArtifact(plane.clients(), 's3://model', 'Model');
    const destination = await createAction(plane.clients(), 'deploy');
    await associate(plane.clients(), source, destination, 'ContributedTo');
    expect(await list({ SourceArn: source })).toMatchObject([
      {
        SourceArn: source,
        DestinationArn: destination,
        SourceType: 'Model',
        DestinationType: 'ModelDeployment',
        AssociationType: 'ContributedTo',
        DestinationName: 'deploy',
        CreationTime: expect.any(Date) as Date,
        CreatedBy: { IamIdentity: expect.any(Object) as object },
      },
    ]);
  });

  plane.executes('sagemaker:ListAssociations', { seenBy: 'sagemaker:AddAssociation' }, async () => {
    const [data, action, context] = [
      await createArtifact(plane.clients(), 's3://listed', 'Listed'),
      await createAction(plane.clients(), 'listed', 'Deployment'),
      await createContext(plane.clients(), 'listed', 'Served'),
    ];
    await associate(plane.clients(), data, action);
    await associate(plane.clients(), action, context, 'AssociatedWith');
    const ends = async (input: object) => (await list(input)).map((each) => [each.SourceArn, each.DestinationArn]);
    expect(await ends({ DestinationArn: context })).toEqual([[action, context]]);
    expect(await ends({ SourceType: 'Listed' })).toEqual([[data, action]]);
    expect(await ends({ SourceArn: action, DestinationType: 'Served' })).toEqual([[action, context]]);
    expect(await ends({ AssociationType: 'AssociatedWith', SourceArn: data })).toEqual([]);
  });

  it('refuses ends that are missing, the same, or another account’s, and a second association', async () => {
    const [one, other] = [
      await createArtifact(plane.clients(), 's3://1'),
      await createArtifact(plane.clients(), 's3://2'),
    ];
    await associate(plane.clients(), one, other);
    const refused = (SourceArn: string, DestinationArn: string, account = 0) =>
      plane.clients(account).sagemaker.send(new AddAssociationCommand({ SourceArn, DestinationArn }));
    await expect(refused(one, other)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(refused(one, one)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(refused(one, one.replace(/artifact.*/, 'context/none'))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    await expect(refused(one, other, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const component = one.replace(/artifact.*/, 'experiment-trial-component/c');
    await expect(refused(component, `${component}2`)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('ties trial components that are there', async () => {
    const clients = plane.clients();
    const { TrialComponentArn } = await clients.sagemaker.send(
      new CreateTrialComponentCommand({ TrialComponentName: 'by-hand' }),
    );
    const data = await createArtifact(clients, 's3://by-hand');
    const model = await createArtifact(clients, 's3://by-hand/model', 'Model');
    await associate(clients, data, TrialComponentArn!);
    await associate(clients, TrialComponentArn!, model, 'Produced');
    expect(await lineageArns(clients, data, { Direction: 'Descendants' })).toEqual([TrialComponentArn, model]);
    expect(await list({ DestinationArn: TrialComponentArn })).toMatchObject([
      { SourceArn: data, DestinationName: 'by-hand', DestinationType: 'TrialComponent' },
    ]);
    await expect(associate(clients, `${TrialComponentArn}-not`, model)).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });

  it('lets callers make 500 contexts', async () => {
    await Promise.all(
      Array.from({ length: 499 - 1 }, (_, index) => createContext(plane.clients(), `context-${index}`)),
    );
    await createContext(plane.clients(), 'last');
    await expect(createContext(plane.clients(), 'too-many')).rejects.toMatchObject({ name: 'ResourceLimitExceeded' });
  }, 30_000);
});

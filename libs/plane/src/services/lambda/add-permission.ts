/**
 * AddPermission: one statement of a resource policy.
 * @source docs - API_AddPermission, access-control-resource-based; the form of statements from its examples
 */
import { conflict, checkRevision, invalidParameter } from './errors.ts';
import { functionArn, functionReference } from './function-name.ts';
import type { LambdaHandler, LambdaInput } from './lambda-handler.ts';
import { findPolicy, putPolicy, type PolicyStatement } from './policy-table.ts';
import { requirePolicyOwner } from './policy-owner.ts';
import { refuseMembers } from './unsupported.ts';
import { AwsError } from '../../wire/aws-error.ts';

const OPERATION = 'AddPermission';
const POLICY_BYTES = 20_480;

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com$/;
const ACCOUNT = /^\d{12}$/;

const principalOf = (text: string): PolicyStatement['Principal'] => {
  if (text === '*') return text;
  if (SERVICE.test(text)) return { Service: text };
  if (ACCOUNT.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (text.startsWith('arn:')) return { AWS: text };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
};

const conditionOf = ({ SourceArn, SourceAccount }: LambdaInput<typeof OPERATION>): PolicyStatement['Condition'] => ({
  ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
  ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
});

export const addPermission: LambdaHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, [
    ...(['EventSourceToken', 'PrincipalOrgID', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl'] as const),
  ]);
  const { name, qualifier } = functionReference(context, input.FunctionName, input.Qualifier);
  const row = requirePolicyOwner(context, name, qualifier);
  const { store } = context.plane;
  const policy = findPolicy(store, row.id, qualifier);
  checkRevision(input.RevisionId, policy?.revision ?? '');
  const statements = policy?.statements ?? [];
  if (statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const condition = conditionOf(input)!;
  const statement: PolicyStatement = {
    ...{ Sid: input.StatementId, Effect: 'Allow', Principal: principalOf(input.Principal), Action: input.Action },
    Resource: functionArn(context, name, qualifier),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
  const all = [...statements, statement];
  if (Buffer.byteLength(JSON.stringify(all)) > POLICY_BYTES) {
    throw new AwsError(
      'PolicyLengthExceededException',
      400,
      `The final policy size is bigger than the limit (${POLICY_BYTES}).`,
      { Type: 'User' },
    );
  }
  putPolicy(store, row.id, qualifier, all);
  return { Statement: JSON.stringify(statement) };
};

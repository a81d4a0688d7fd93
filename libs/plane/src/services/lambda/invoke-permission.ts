/** Whether a service may invoke a function: services need the function's resource policy. Users' and roles' policies are not evaluated. */
import { isServicePrincipal } from '../../accounts/service-principal.ts';
import type { CallContext, Principal } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { functionArn } from './function-name.ts';
import type { FunctionRow } from './function-table.ts';
import { findPolicy, type PolicyStatement } from './policy-table.ts';

const INVOKE = ['lambda:InvokeFunction', 'lambda:*', '*'];

/** IAM's `ArnLike`: `*` and `?` within the parts between colons, the last of which may hold more of them. */
const arnLike = (pattern: string, arn: string): boolean => {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(arn);
};

const permits = (statement: PolicyStatement, principal: Principal, action: string): boolean => {
  const { Principal: who, Action, Condition = {} } = statement;
  const named = who === '*' || ('Service' in who && who.Service === principal.arn);
  if (!named || !(Action === action || INVOKE.slice(1).includes(Action))) return false;
  const source = principal.sourceArn ?? '';
  const account = principal.accountId;
  return Object.entries(Condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, value]) => {
      const got =
        key.toLowerCase() === 'aws:sourcearn'
          ? source
          : key.toLowerCase() === 'aws:sourceaccount'
            ? account
            : undefined;
      if (got === undefined) return false;
      return /like$/i.test(operator) ? arnLike(value, got) : value === got;
    }),
  );
};

/** @throws AwsError AccessDeniedException for a service that the policy of what it names does not permit */
export const checkInvokePermission = (context: CallContext, row: FunctionRow, qualifier?: string): void => {
  const { principal, plane } = context;
  if (!isServicePrincipal(principal)) return;
  const policy = findPolicy(plane.store, row.id, qualifier);
  if (policy?.statements.some((statement) => permits(statement, principal, INVOKE[0]!))) return;
  throw new AwsError(
    'AccessDeniedException',
    403,
    `User: ${principal.arn} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn(context, row.name, qualifier)} because no resource-based policy allows the lambda:InvokeFunction action`,
  );
};

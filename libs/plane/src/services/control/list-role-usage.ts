/** ListRoleUsage: the actions and resources that the roles of the caller's account used, with how often and when last. */
import type { RoleUsage, RoleUsePosition } from '../../accounts/role-usage.ts';
import type { Handlers } from '../../service.ts';
import { validationException } from '../../wire/aws-error.ts';
import type { ControlOperations } from './control-operations.ts';

const PAGE = 100;

const positionOf = (token: string): RoleUsePosition => {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(position) && position.length === 3 && position.every((part) => typeof part === 'string')) {
      return position as unknown as RoleUsePosition;
    }
  } catch {
    // Refused below.
  }
  throw validationException('Invalid NextToken.');
};

export const listRoleUsage =
  (usage: RoleUsage): Handlers<ControlOperations>['ListRoleUsage'] =>
  ({ RoleName, MaxResults = PAGE, NextToken }, { accountId }) => {
    const found = usage.list(accountId, {
      most: MaxResults + 1,
      ...(RoleName === undefined ? {} : { role: RoleName }),
      ...(NextToken === undefined ? {} : { after: positionOf(NextToken) }),
    });
    const shown = found.slice(0, MaxResults);
    const last = shown.at(-1);
    return {
      RoleUsage: shown.map(({ role, action, resource, uses, lastUsed }) => ({
        ...{ RoleArn: `arn:aws:iam::${accountId}:role/${role}`, RoleName: role, Action: action, Resource: resource },
        ...{ Uses: uses, LastUsed: new Date(lastUsed) },
      })),
      ...(last && found.length > MaxResults
        ? { NextToken: Buffer.from(JSON.stringify([last.role, last.action, last.resource])).toString('base64url') }
        : {}),
    };
  };

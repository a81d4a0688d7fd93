/** How machines are named, so that whoever signals one need not know who made it. */

/** @param kind the resource as in its ARN, e.g. `training-job` */
export const machineId = (kind: string, owner: { accountId: string; region: string }, name: string): string =>
  `${kind}/${owner.accountId}/${owner.region}/${name}`;

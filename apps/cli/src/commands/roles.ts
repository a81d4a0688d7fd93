/** `gradus roles`: what each role of the plane's accounts really used, to be held against what its policies grant. */
import type { Verb } from '../verb.ts';

export const roles: Verb<{ role?: string }> = {
  name: 'roles',
  environment: false,
  summary: 'list the actions and resources that each role has used',
  examples: ['gradus roles', 'gradus roles --role GradusTraining', 'gradus roles --json'],
  define: (command) => void command.option('--role <name>', 'only that role'),
  async run({ output, workspace }, _args, { role }) {
    const { findPlane } = await import('../plane/find-plane.ts');
    const workspaceRoot = await workspace();
    const plane = await findPlane(workspaceRoot);
    if (!plane) {
      output.result([], () => 'The plane does not run. Start it: gradus up');
      return;
    }
    const { callControl } = await import('../plane/control-client.ts');
    const { table } = await import('../output.ts');
    const uses = [];
    const { Accounts } = await callControl(workspaceRoot, plane.url, 'GetPlaneStatus');
    for (const { Profile: profile } of Accounts) {
      let NextToken: string | undefined;
      do {
        const input = { ...(role !== undefined && { RoleName: role }), ...(NextToken !== undefined && { NextToken }) };
        const answer = await callControl(workspaceRoot, plane.url, 'ListRoleUsage', { input, profile });
        uses.push(...answer.RoleUsage);
        NextToken = answer.NextToken;
      } while (NextToken !== undefined);
    }
    const value = uses.map((use) => ({
      ...{ role: use.RoleArn, action: use.Action, resource: use.Resource, uses: use.Uses },
      lastUsed: new Date(use.LastUsed * 1000).toISOString(),
    }));
    output.result(value, () =>
      value.length === 0
        ? `${role === undefined ? 'No role' : `No role ${role}`} has used anything yet. Jobs, endpoints and whoever assumes a role do.`
        : table([
            ['ROLE', 'ACTION', 'RESOURCE', 'USES', 'LAST USED'],
            ...value.map((use) => [use.role, use.action, use.resource, String(use.uses), use.lastUsed]),
          ]),
    );
  },
};

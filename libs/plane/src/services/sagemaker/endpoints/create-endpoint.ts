/**
 * CreateEndpoint: records an endpoint and starts its machine.
 * @source docs
 */
import { arnOf } from '../arn.ts';
import { addFleet } from './endpoint-fleet.ts';
import { endpointMachine } from './endpoint-effects.ts';
import { planFleet } from './endpoint-plan.ts';
import { endpointMachineId } from './endpoint-projection.ts';
import type { EndpointState } from './endpoint-state.ts';
import { describeState } from './endpoint-summary.ts';
import { insertEndpoint } from './endpoint-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { supportOnly } from '../unsupported.ts';

const OPERATION = 'CreateEndpoint';

export const createEndpoint: SageMakerHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, ['EndpointName', 'EndpointConfigName', 'Tags']);
  const { plane, accountId, region, principal } = context;
  const name = input.EndpointName;
  const arn = arnOf(context, 'endpoint', name);
  const now = context.now();
  const empty: EndpointState = {
    ...{ name, arn, created: now, modified: now, status: 'Creating', configName: input.EndpointConfigName },
    ...{ creator: principal, fleets: [], containers: {} },
  };
  const { state } = addFleet(empty, planFleet(context, input.EndpointConfigName), now);
  insertEndpoint(context, describeState(state));
  putTags(plane.store, arn, input.Tags);
  plane.engine.create(endpointMachine.kind, { id: endpointMachineId(context, name), accountId, region }, state);
  return { EndpointArn: arn };
};

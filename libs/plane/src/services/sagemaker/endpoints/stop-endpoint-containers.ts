/** Ends the containers of all endpoints with a plane that is shut down; the next plane finds them ended and starts new ones. */
import type { PlaneServices } from '../../../service.ts';
import { isEndpointContainer } from './endpoint-state.ts';

/** SageMaker's wait between SIGTERM and SIGKILL of a serving container. */
const GRACE_MS = 30_000;

export const stopEndpointContainers = async ({ supervisor }: PlaneServices): Promise<void> => {
  const ids = (await supervisor.running()).filter(isEndpointContainer);
  await Promise.all(ids.map(async (id) => (await supervisor.attach(id))?.stop(GRACE_MS)));
};

/** Network isolation, which the plane gives where the kernel does, and refuses elsewhere. */
import type { PlaneServices } from '../../service.ts';
import { unsupported } from './unsupported.ts';

/**
 * Hosts of one job may reach each other even so, which namespaces apart cannot.
 * @param member where the request asks for it
 * @throws AwsError ValidationException where this machine cannot, or for several hosts
 */
export const requireNetworkIsolation = async (
  operation: string,
  member: string,
  { supervisor }: PlaneServices,
  hosts = 1,
): Promise<void> => {
  if (hosts > 1) throw unsupported(operation, `${member} of several instances`);
  if (!(await supervisor.isolatesNetwork())) throw unsupported(operation, `${member} without network namespaces`);
};

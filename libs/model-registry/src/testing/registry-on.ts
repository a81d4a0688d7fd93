/** The registry of a plane, for specs. */
import type { RegistryContext } from '../registry-context.ts';

export const registryOn = (clients: RegistryContext['clients'], bucket = 'gradus-spec'): RegistryContext => ({
  clients,
  environment: { bucket, key: (model, ...segments) => ['ns=spec', model, ...segments].join('/') },
});

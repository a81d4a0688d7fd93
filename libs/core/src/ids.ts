/** Names for things that need one: unique, sortable by time, and legal as SageMaker names. */
import { randomBytes } from 'node:crypto';

const NAME_LIMIT = 63;

/**
 * `<base>-<yyyymmdd>-<hhmmss>-<6 hex digits>`, at most 63 characters of `[a-zA-Z0-9-]`: a legal name of a training job,
 * a model, an endpoint configuration. `base` is cut when it is too long.
 */
export const uniqueName = (base: string, time: Date = new Date()): string => {
  const [day, clock] = time.toISOString().replaceAll(/[-:]/g, '').slice(0, 15).split('T');
  const suffix = `-${day}-${clock}-${randomBytes(3).toString('hex')}`;
  const legal = base.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-+/g, '');
  return legal.slice(0, NAME_LIMIT - suffix.length).replace(/-+$/, '') + suffix;
};

/** The container's `/opt/ml` tree. */
import { join } from 'node:path';

/**
 * A path below `/opt/ml`, or below the folder that stands for it where a container has no mount namespace of its own
 * (`GRADUS_OPT_ML`).
 */
export const optMl = (...segments: readonly string[]): string =>
  join(process.env['GRADUS_OPT_ML'] || '/opt/ml', ...segments);

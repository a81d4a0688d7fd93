/** A digest of the packages from outside that a lockfile names: a project that joins the workspace changes the file, not them. */
import { createHash } from 'node:crypto';

/** @param {string} lockfile the text of a `package-lock.json` */
export const lockedPackages = (lockfile) => {
  const { packages } = /** @type {{ packages: Record<string, { link?: boolean }> }} */ (JSON.parse(lockfile));
  const outside = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  return createHash('sha256').update(JSON.stringify(outside)).digest('hex');
};

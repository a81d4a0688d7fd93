/** The table of mounts that gives a container its own `/opt`, `/opt/ml`, `/tmp` and `/proc`, in the form of fstab(5). */

export interface ContainerMounts {
  /** Host folder of `/opt/ml`. */
  readonly optMl: string;
  /** Host folder that becomes `/opt`: it holds an empty entry `ml` and one of each name of `optEntries`. */
  readonly opt: string;
  /** Host folder that becomes `/tmp`: it holds an empty entry of each name of `tmpEntries`. */
  readonly tmp: string;
  /** Names in the machine's `/opt` that stay visible, read-only. */
  readonly optEntries: readonly string[];
  /** Names in the machine's `/tmp` that hold the container's own program: visible, read-only. */
  readonly tmpEntries: readonly string[];
  /** Further host paths that become read-only where they are. */
  readonly readOnly: readonly string[];
  /** A file that becomes `/etc/hosts`. */
  readonly hosts?: string;
}

const field = (path: string): string =>
  path.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** In a user namespace the kernel refuses to clear flags of the source; asking for the usual ones keeps them. */
const READ_ONLY = 'rbind,ro,nosuid,nodev,nofail';

const under = (path: string, parent: string): boolean => path === parent || path.startsWith(`${parent}/`);

/**
 * One line per mount, in order: everything is bound below the two folders first, where all sources are still visible;
 * then the two cover `/opt` and `/tmp`, the one that holds the other's folder last.
 */
export const containerMounts = (mounts: ContainerMounts): string => {
  const line = (source: string, target: string, options: string): string =>
    `${field(source)} ${field(target)} none ${options} 0 0`;
  const coverOpt = line(mounts.opt, '/opt', 'rbind');
  const coverTmp = line(mounts.tmp, '/tmp', 'rbind');
  return [
    ...mounts.optEntries.map((name) => line(`/opt/${name}`, `${mounts.opt}/${name}`, READ_ONLY)),
    ...mounts.tmpEntries.map((name) => line(`/tmp/${name}`, `${mounts.tmp}/${name}`, READ_ONLY)),
    line(mounts.optMl, `${mounts.opt}/ml`, 'rbind'),
    ...mounts.readOnly.map((path) => line(path, path, READ_ONLY)),
    ...(mounts.hosts ? [line(mounts.hosts, '/etc/hosts', 'bind,nofail')] : []),
    ...(under(mounts.opt, '/tmp') ? [coverOpt, coverTmp] : [coverTmp, coverOpt]),
    'gradus-proc /proc proc nosuid,nodev,noexec 0 0',
    '',
  ].join('\n');
};

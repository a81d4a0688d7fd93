/** The table of mounts, in the form of fstab(5), that makes a container's root out of the machine's and what is its own. */

export interface PrivateFolder {
  /** Where the container sees it. */
  readonly target: string;
  /** The host folder that it is. */
  readonly source: string;
}

export interface Overlay {
  /** A folder of the machine. */
  readonly target: string;
  /** The folder of what it gains, relative to where the table lies: a path of the machine may hold what separates options. */
  readonly gains: string;
}

export interface ContainerMounts {
  /** An empty host folder on which the root is put together. */
  readonly root: string;
  /** Host folder of `/opt/ml`. */
  readonly optMl: string;
  /** Folders below `/opt/ml`, relative, that are mounts of their own. */
  readonly parts: readonly string[];
  /** Folders of the machine that gain what an overlay of theirs holds, read-only. */
  readonly overlays?: readonly Overlay[];
  /** Seen read-only, each on a folder that an overlay holds. */
  readonly added?: readonly PrivateFolder[];
  /** Writable; each source holds a mount point for whatever is to be seen below it. */
  readonly covers: readonly PrivateFolder[];
  /** Host paths seen where they are, read-only. */
  readonly visible: readonly string[];
  /** Host folders and files that are masked, with what masks them. */
  readonly masks: readonly PrivateFolder[];
  /** Device files, by absolute path. */
  readonly devices: readonly string[];
  /** Entries of `/proc` that become read-only: root's own jobs could write the kernel's settings there. */
  readonly settings: readonly string[];
  /** A file that becomes `/etc/hosts`. */
  readonly hosts?: string;
  /** Bytes that `/dev/shm` may hold. */
  readonly sharedMemory?: number;
}

const field = (path: string): string =>
  path.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);

/**
 * One line per mount, in order, from the outside in: every source is a path of the machine, which stays as it is until the
 * container moves to the new root.
 */
export const containerMounts = (mounts: ContainerMounts): string => {
  const at = (path: string): string => `${mounts.root}${path}`;
  const bind = (source: string, target: string, options = 'rbind'): string =>
    `${field(source)} ${field(at(target))} none ${options} 0 0`;
  const shm = mounts.sharedMemory === undefined ? '' : `,size=${mounts.sharedMemory}`;
  return [
    ...(mounts.overlays ?? []).map(
      ({ target, gains }) => `overlay ${field(at(target))} overlay ro,lowerdir=${gains}:${field(target)} 0 0`,
    ),
    ...mounts.covers.map(({ source, target }) => bind(source, target)),
    bind(mounts.optMl, '/opt/ml'),
    ...mounts.parts.map((path) => bind(`${mounts.optMl}/${path}`, `/opt/ml/${path}`)),
    ...mounts.visible.map((path) => bind(path, path)),
    ...(mounts.added ?? []).map(({ source, target }) => bind(source, target)),
    ...mounts.masks.map(({ source, target }) => bind(source, target)),
    ...mounts.devices.map((path) => bind(path, path, 'bind')),
    `gradus-pts ${field(at('/dev/pts'))} devpts newinstance,ptmxmode=0666,mode=0620,nosuid,noexec 0 0`,
    `gradus-shm ${field(at('/dev/shm'))} tmpfs mode=1777,nosuid,nodev${shm} 0 0`,
    ...(mounts.hosts ? [bind(mounts.hosts, '/etc/hosts', 'bind,nofail')] : []),
    `gradus-proc ${field(at('/proc'))} proc nosuid,nodev,noexec 0 0`,
    ...mounts.settings.map((path) => `${field(at(path))} ${field(at(path))} none bind,ro,nosuid,nodev,noexec 0 0`),
    '',
  ].join('\n');
};

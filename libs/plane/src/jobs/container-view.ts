/** What a container with namespaces of its own sees of the machine: everything read-only, but for what is private, hidden or shown again. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, sep } from 'node:path';

export interface ContainerView {
  /** Folders that the container sees as its own, empty at first: what the machine has there is out of sight. */
  readonly covers: readonly string[];
  /** Files and folders below covers that show through, read-only. */
  readonly visible: readonly string[];
  /** Files and folders that are masked, wherever the machine or `visible` would show them. */
  readonly hidden: readonly string[];
  /** The container's HOME; below a cover. */
  readonly home: string;
}

export interface ViewOptions {
  /** The program's words, of which the absolute paths are shown. */
  readonly program: readonly string[];
  readonly nodeModules?: string;
  readonly readOnly?: readonly string[];
  /** PATH of the container. */
  readonly path: string;
  /** The plane's folder and the like. */
  readonly hidden: readonly string[];
}

/** `path` itself, or something in it. */
export const isUnder = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === sep ? sep : `${folder}${sep}`);

/** Processes and devices of the machine, sockets of its services, other people's files. */
const ALWAYS_COVERED = ['/tmp', '/opt', '/run', '/sys', '/dev', '/home', '/root', '/var/tmp', '/var/run'];

/** Of what is covered: names resolve, numerical libraries look at the processors, NixOS keeps its programs there. */
const ALWAYS_VISIBLE = ['/run/systemd/resolve', '/run/current-system', '/sys/devices', '/sys/class', '/sys/bus'];

/** Secrets of the machine, which root's own jobs could read. */
const ALWAYS_HIDDEN = [
  ...['/etc/shadow', '/etc/shadow-', '/etc/gshadow', '/etc/gshadow-', '/etc/sudoers', '/etc/krb5.keytab'],
  ...['/etc/ssh', '/etc/ssl/private', '/etc/kubernetes', '/var/lib/docker', '/var/lib/kubelet', '/boot'],
  ...['/var/lib/containerd', '/var/spool', '/var/log', '/lost+found'],
];

/** A home that holds the system itself cannot be covered. */
const NO_HOME = ['/', '/usr', '/etc', '/var', '/bin', '/lib', '/proc'];

const existing = async (paths: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return found.flat();
};

/** The path and, where links lead elsewhere, the place that it names. */
const withTarget = async (path: string): Promise<string[]> => [path, await realpath(path).catch(() => path)];

/** The folder that a program needs around it: its installation for `…/bin/node`, else the folder that it lies in. */
const placeOf = (program: string): string => {
  const folder = dirname(program);
  return /\/s?bin$/.test(folder) ? dirname(folder) : folder;
};

/** `~/.pyenv/shims` needs all of `~/.pyenv`; `~/.local/bin` only itself and the libraries beside it. */
const placesOfPath = async (entry: string): Promise<string[]> => {
  const around = dirname(entry);
  const manager = await existing([join(around, 'versions')]);
  return entry.endsWith('/shims') || manager.length > 0 ? [around] : [entry, join(around, 'lib')];
};

const outermost = (paths: readonly string[]): string[] => {
  const unique = [...new Set(paths)];
  return unique.filter((path) => !unique.some((other) => other !== path && isUnder(path, other)));
};

/** Works out the view; looks at the machine's files, changes none. */
export const containerView = async (options: ViewOptions): Promise<ContainerView> => {
  const own = await realpath(homedir()).catch(() => '/');
  const folders = await existing([...ALWAYS_COVERED, ...(NO_HOME.includes(own) ? [] : [own])]);
  const real = await Promise.all(folders.map(async (path) => ((await realpath(path)) === path ? [path] : [])));
  const covers = outermost(real.flat());
  const coverOf = (path: string): string | undefined => covers.find((cover) => path !== cover && isUnder(path, cover));

  const words = options.program.filter((word) => isAbsolute(word));
  const programs = (await Promise.all(words.map(withTarget))).flat();
  const pathEntries = options.path.split(':').filter((entry) => isAbsolute(entry) && coverOf(entry));
  const wanted = [
    ...ALWAYS_VISIBLE,
    ...(await readdir('/opt').catch(() => [])).filter((name) => name !== 'ml').map((name) => join('/opt', name)),
    // A program that lies in a cover itself, a home say, is shown alone.
    ...programs.map((program) => (coverOf(placeOf(program)) ? placeOf(program) : program)),
    ...(options.nodeModules ? [options.nodeModules, dirname(options.nodeModules)] : []),
    ...(options.readOnly ?? []),
    ...(await Promise.all(pathEntries.map(placesOfPath))).flat(),
  ];
  const places = (await Promise.all(wanted.map(withTarget))).flat().filter((path) => coverOf(path));
  const visible = outermost(await existing(places));

  const secrets = [...ALWAYS_HIDDEN, ...options.hidden, ...visible.map((path) => join(path, '.gradus'))];
  if (options.nodeModules) secrets.push(join(dirname(options.nodeModules), '.gradus'));
  const homeIsShown =
    visible.some((path) => isUnder(path, own) && path === own) || !covers.some((c) => isUnder(own, c));
  const reachable = async (path: string): Promise<string[]> => {
    const target = await realpath(path);
    return !covers.some((cover) => isUnder(target, cover)) || visible.some((shown) => isUnder(target, shown))
      ? [target]
      : [];
  };
  const hidden = outermost((await Promise.all((await existing(secrets)).map(reachable))).flat());
  return { covers, visible, hidden, home: homeIsShown ? '/tmp' : own };
};

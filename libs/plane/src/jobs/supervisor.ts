/** Containers as supervised processes that outlive the plane: the contract that training jobs and endpoints build on. */
import type { ContainerRole, Runtime } from './images.ts';

/** What a container may use of the machine; what goes beyond ends it. */
export interface ContainerLimits {
  /** Resident memory of all its processes together. */
  readonly memoryBytes: number;
  /** What it may add to `/opt/ml`, `/tmp` and its home together. */
  readonly diskBytes: number;
}

/**
 * Where the hosts of one job find each other: `jobNetwork` makes it. On Linux each address of 127.0.0.0/8 is this
 * machine's own, so hosts that bind to their own name do not meet on a port; one that binds to 0.0.0.0 takes the port of
 * all. Without namespaces `/etc/hosts` is the machine's and the names do not resolve; macOS has 127.0.0.1 alone.
 */
export interface ContainerNetwork {
  /** The host's own loopback address. */
  readonly address: string;
  /** Address of every name of the job, the host's own among them. */
  readonly hosts: Readonly<Record<string, string>>;
}

export interface ContainerSpec {
  /** Idempotency: starting the same id again attaches to the container that runs, or to how it ended. `[A-Za-z0-9-_.]+`. */
  readonly id: string;
  readonly role: ContainerRole;
  readonly runtime: Runtime;
  /**
   * The host folder that the container sees as `/opt/ml`. Where the kernel has no mount namespaces the container sees the
   * prefix that `GRADUS_OPT_ML` names instead (`@gradus/core` resolves it).
   */
  readonly optMl: string;
  /**
   * Host folders that the container sees, read-only, where the machine need not have any; what each lies in must be there.
   * Only where containers have namespaces.
   */
  readonly folders?: readonly { readonly target: string; readonly source: string }[];
  /** Added to `SM_*`-free basics (PATH, HOME, TMPDIR, LANG) and to the runtime's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Replaces the runtime's command for the role (AlgorithmSpecification.ContainerEntrypoint / ContainerArguments). */
  readonly entrypoint?: readonly string[];
  readonly args?: readonly string[];
  readonly hostname: string;
  /** No limits of its own when absent. */
  readonly limits?: ContainerLimits;
  /** When absent, `hostname` is 127.0.0.1. */
  readonly network?: ContainerNetwork;
  /** No network but a loopback of its own: neither this machine's services nor the world. Asks for `isolatesNetwork`. */
  readonly withoutNetwork?: boolean;
  /**
   * Folders below `optMl`, relative, that nothing in the container can change, whoever owns their files. Only where
   * containers have namespaces.
   */
  readonly readOnly?: readonly string[];
}

export interface ContainerExit {
  /** Exit code; 128 + n when a signal ended it; -1 when the machine lost it (reboot) before it could write its code. */
  readonly code: number;
  /** Set when a limit ended it (`ContainerSpec.limits`), or the machine's own lack of memory. */
  readonly reason?: ContainerEndReason;
}

export type ContainerEndReason = 'OutOfMemory' | 'DiskFull';

export interface Container {
  readonly id: string;
  /** The shim's process id. */
  readonly pid: number;
  /** Combined stdout and stderr, appended while it runs. */
  readonly logFile: string;
  readonly exited: Promise<ContainerExit>;
  /** The program's process id, once it has one; undefined when the container has ended. */
  main(): Promise<number | undefined>;
  /** SIGTERM to the container, SIGKILL to all its descendants `graceMs` (wall) later; resolves when all are gone. */
  stop(graceMs: number): Promise<ContainerExit>;
}

export interface Supervisor {
  /**
   * Whether containers have namespaces of their own, and so see `/opt/ml` itself. Where not, refuse programs that
   * `findLiteralOptMl` finds fault with before they start.
   */
  isolated(): Promise<boolean>;
  /** Whether the kernel gives containers a network of their own, for `ContainerSpec.withoutNetwork`. */
  isolatesNetwork(): Promise<boolean>;
  /** @throws {TypeError} for an id, a command or an environment variable's name that cannot be. */
  start(spec: ContainerSpec): Promise<Container>;
  /** The container of that id when it runs or its exit is recorded; undefined when it never started. */
  attach(id: string): Promise<Container | undefined>;
  /** Ids of containers that run now, started by this supervisor or by one before it. */
  running(): Promise<readonly string[]>;
  /**
   * Forgets an ended container: removes its log, exit code and private folders; also what is left of one whose start, or
   * removal, was cut off, and which cannot be attached. Rejects while it runs.
   */
  remove(id: string): Promise<void>;
  /** Stops watching; containers go on. */
  close(): Promise<void>;
}

/** The shell program that a container starts as: it names itself, moves to its own root, and becomes the command. */
import { START_OF } from './shim.ts';

/** A root of the container's own, put together from `fstab` on the empty folder `folder`. */
export interface OwnRoot {
  readonly folder: string;
  /** The container's own folders in it: all but `visible` stays as it is there. */
  readonly covers: readonly string[];
  readonly visible: readonly string[];
  readonly hostname: string;
  /** The network is its own, and down as yet. */
  readonly withoutNetwork: boolean;
}

export interface ContainerCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Set where the container has namespaces of its own. */
  readonly root?: OwnRoot;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Exit code when the container itself cannot be made, as Docker's. */
const NOT_MADE = 125;

/** A shell pattern of the paths and what lies in them. */
const anyOf = (paths: readonly string[]): string =>
  paths.map((path) => `${quote(path)} | ${quote(`${path}/`)}*`).join(' | ') || "''";

/**
 * Makes every mount read-only that is not the container's own, with the flags that it has: in a user namespace the kernel
 * refuses to clear any. One that cannot be changed must at least not be writable.
 */
const SEAL = ({ folder: root, covers, visible }: OwnRoot): string => `
while read -r _ _ _ _ target flags _; do
  case $target in *\\\\*) target=$(printf "$(printf '%s' "$target" | sed 's/%/%%/g')x"); target=\${target%x} ;; esac
  case $target in ${quote(root)}) at=/ ;; ${quote(`${root}/`)}*) at=\${target#${quote(root)}} ;; *) continue ;; esac
  case ,$flags, in *,ro,*) continue ;; esac
  case $at in
    ${anyOf(visible)}) ;;
    ${anyOf([...covers, '/proc'])}) continue ;;
  esac
  mount -o "remount,bind,ro,\${flags#rw,}" "$target" || [ ! -w "$target" ] || exit 1
done < /proc/self/mountinfo
`;

const LOOPBACK = `
{ ip link set lo up || ifconfig lo up; } > network.log 2>&1 || { cat network.log; exit ${NOT_MADE}; }`;

/** `/proc/self` still shows the machine's process ids when `main` is written: the mounts come after.
 * When the machine itself runs out of memory, containers end first. */
const takeRoot = (root: OwnRoot): string => `
state=$PWD
${root.withoutNetwork ? LOOPBACK : ''}
{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null
{ printf '%s' ${quote(root.hostname)} > /proc/sys/kernel/hostname; } 2>/dev/null || hostname ${quote(root.hostname)}
(
  mount --rbind / ${quote(root.folder)} && mount -a -T fstab || exit 1
  ${SEAL(root)}
) > mounts.log 2>&1 && cd ${quote(root.folder)} && pivot_root . . && umount -l . && cd / || { cat "$state/mounts.log"; exit ${NOT_MADE}; }
`;

/** No capability is left, so no mount can be undone; nor can a program's owner give more. */
const WITHOUT_PRIVILEGES = 'setpriv --bounding-set=-all --inh-caps=-all --no-new-privs';

const NAME_SELF = `
${START_OF}
pid=$$
if [ -r /proc/self/stat ]; then read -r stat < /proc/self/stat; pid=\${stat%% *}; fi
start_of "$pid"
printf '%s\\n%s\\n' "$pid" "$start" > main
`;

/**
 * The text of `container.sh`, run in the container's `state` folder.
 *
 * @throws {TypeError} for an environment variable's name that a shell cannot carry.
 */
export const containerScript = ({ argv, env, cwd, root }: ContainerCommand): string => {
  const exports = Object.entries(env).map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`Not a name of an environment variable: "${name}"`);
    return `export ${name}=${quote(value)}`;
  });
  const command = argv.map(quote).join(' ');
  return [
    NAME_SELF,
    root === undefined ? 'exec 2>&3 3>&-' : takeRoot(root),
    'umask 022',
    `cd ${quote(cwd)} || exit ${NOT_MADE}`,
    `unset PWD OLDPWD SHLVL ${root === undefined ? '' : 'GRADUS_CONTAINER'}`,
    // Found before the job's PATH holds.
    root === undefined ? '' : `privileged=$(command -v setpriv)`,
    ...exports,
    root === undefined
      ? `exec ${command}`
      : `exec "$privileged" ${WITHOUT_PRIVILEGES.replace('setpriv ', '')} ${command}`,
    '',
  ].join('\n');
};

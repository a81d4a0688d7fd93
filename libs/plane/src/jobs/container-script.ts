/** The shell program that a container starts as: it names itself, takes its mounts and environment, and becomes the command. */
import { START_OF } from './shim.ts';

export interface ContainerCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Set where the container has namespaces of its own. */
  readonly hostname?: string;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Exit code when the container itself cannot be made, as Docker's. */
const NOT_MADE = 125;

/** `/proc/self` still shows the machine's process ids when `main` is written: the mounts come after. */
const TAKE_MOUNTS = (hostname: string): string => `
mount -a -T fstab > mounts.log 2>&1 || { cat mounts.log; exit ${NOT_MADE}; }
{ printf '%s' ${quote(hostname)} > /proc/sys/kernel/hostname; } 2>/dev/null || hostname ${quote(hostname)}
`;

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
export const containerScript = ({ argv, env, cwd, hostname }: ContainerCommand): string => {
  const exports = Object.entries(env).map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`Not a name of an environment variable: "${name}"`);
    return `export ${name}=${quote(value)}`;
  });
  return [
    NAME_SELF,
    hostname === undefined ? 'exec 2>&3 3>&-' : TAKE_MOUNTS(hostname),
    'umask 022',
    `cd ${quote(cwd)} || exit ${NOT_MADE}`,
    `unset PWD OLDPWD SHLVL ${hostname === undefined ? '' : 'GRADUS_CONTAINER'}`,
    ...exports,
    `exec ${argv.map(quote).join(' ')}`,
    '',
  ].join('\n');
};

/**
 * What a host does before its program starts, where its program's command alone does not do: makes what it may only read
 * read-only, feeds its pipes, leaves the network.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface HostStart {
  /** Paths below `/opt/ml` that the program may only read. */
  readonly readOnly: readonly string[];
  /** Channels that are read through pipes. */
  readonly pipes: readonly string[];
  /** Whether the program has no network but its own loopback. */
  readonly offline: boolean;
}

/** Below `/opt/ml`; a channel's name is no neighbour of it. */
export const START_FOLDER = 'input/.start';

/** The folder of what a pipe's feeder reads. */
export const pipeFolder = (channel: string): string => `${START_FOLDER}/pipe/${channel}`;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * An order is made anew for each epoch from `records`, a line per record that names its files: as it is, or shuffled by
 * `seed`, and of that every n-th line when `shard` says so (shuffled data moves between hosts from epoch to epoch).
 * The pipe of the next epoch is there before the one of this epoch ends. A reader that goes early ends the epoch.
 */
const FEED = `
order() {
  if [ -e seed ]; then
    LC_ALL=C awk -v seed="$(cat seed)" -v epoch="$1" \\
      'BEGIN { srand((seed + 7919 * epoch) % 2147483647); for (i = 0; i < 9; i++) rand() } { printf "%.12f\\t%s\\n", rand(), $0 }' records |
      LC_ALL=C sort -k1,1 | cut -f2-
  else
    cat records
  fi | if [ -e shard ]; then
    read -r place hosts < shard
    awk -v place="$place" -v hosts="$hosts" '(NR - 1) % hosts == place'
  else
    cat
  fi
}
feed() {
  cd "$ml/$1" || exit 1
  pipe=$ml/input/data/$2 epoch=0
  while :; do
    { order "$epoch" | xargs cat; mkfifo "\${pipe}_$((epoch + 1))"; } > "\${pipe}_$epoch"
    rm -f "\${pipe}_$epoch"
    epoch=$((epoch + 1))
  done
}`;

const refuse = (why: string): string => `{ printf '%s' ${quote(why)} | tee "$ml/output/failure"; exit 125; }`;

/** The text of the program, for `sh start COMMAND...`. */
export const startScript = ({ readOnly, pipes, offline }: HostStart): string =>
  [
    'ml=${GRADUS_OPT_ML:-/opt/ml}',
    ...readOnly.map((path) => {
      const folder = `"$ml/"${quote(path)}`;
      return `mount --bind -o ro,nosuid,nodev ${folder} ${folder} || ${refuse(`${path} cannot be made read-only`)}`;
    }),
    ...(pipes.length > 0 ? [FEED] : []),
    ...pipes.flatMap((channel) => [
      `mkfifo "$ml/input/data/"${quote(`${channel}_0`)}`,
      `(feed ${quote(pipeFolder(channel))} ${quote(channel)} < /dev/null > /dev/null 2>&1 &)`,
    ]),
    ...(offline
      ? [
          `unshare --net true || ${refuse('the network cannot be left')}`,
          `exec unshare --net /bin/sh -c '{ ip link set lo up || ifconfig lo up; } 2> /dev/null; exec "$@"' sh "$@"`,
        ]
      : ['exec "$@"']),
    '',
  ].join('\n');

/** Writes the program below `folder`, which stands for `/opt/ml`; false when the host has no need of one. */
export const writeHostStart = async (folder: string, start: HostStart): Promise<boolean> => {
  if (start.readOnly.length === 0 && start.pipes.length === 0 && !start.offline) return false;
  await mkdir(join(folder, START_FOLDER), { recursive: true });
  await writeFile(join(folder, START_FOLDER, 'start'), startScript(start));
  return true;
};

/** What a host with channels in Pipe mode does before its program starts: makes the pipes, and feeds them from inside. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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

/** The text of the program, for `sh start COMMAND...`. It goes on while the plane is down, and ends with its host. */
const startScript = (pipes: readonly string[]): string =>
  [
    'ml=${GRADUS_OPT_ML:-/opt/ml}',
    FEED,
    ...pipes.flatMap((channel) => [
      `mkfifo "$ml/input/data/"${quote(`${channel}_0`)}`,
      `(feed ${quote(pipeFolder(channel))} ${quote(channel)} < /dev/null > /dev/null 2>&1 &)`,
    ]),
    'exec "$@"',
    '',
  ].join('\n');

/** Writes the program below `folder`, which stands for `/opt/ml`. */
export const writeHostStart = async (folder: string, pipes: readonly string[]): Promise<void> => {
  await mkdir(join(folder, START_FOLDER), { recursive: true });
  await writeFile(join(folder, START_FOLDER, 'start'), startScript(pipes));
};

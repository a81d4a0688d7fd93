/**
 * The part of the shim that ends a container which outgrows its limits: shell functions that look at its processes and
 * folders from outside, so that they need no privilege and no control group, and the container cannot reach them.
 */
import type { ContainerLimits } from './supervisor.ts';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The file `limits` that the shim reads, if it is there: ceilings in KiB, and the folders that count for the disk, but for
 * those of them that are `apart`.
 */
export const limitsFile = (
  { memoryBytes, diskBytes }: ContainerLimits,
  folders: readonly string[],
  apart: readonly string[] = [],
): string =>
  [
    `memory_limit=${Math.floor(memoryBytes / 1024)}`,
    `disk_limit=${Math.floor(diskBytes / 1024)}`,
    `kib() { [ $# -eq 0 ] && echo 0 || du -skx -- "$@" 2>/dev/null | total; }`,
    `disk_used() { echo $(($(kib ${folders.map(quote).join(' ')}) - $(kib ${apart.map(quote).join(' ')}))); }`,
    '',
  ].join('\n');

/**
 * Defines `watch_limits`, to run beside the container. It needs `start_of`, `marked`, `$nonce` and `$isolated`.
 *
 * Resident pages are counted four times a second; those that processes share (a loader's workers) would count for each,
 * so only what their proportional sizes confirm ends the container. Folders are measured again after twenty times what
 * measuring took. `/proc/<main>/root/proc` is the container's own list of processes, once it has moved to its root.
 */
export const LIMIT_WATCH = `
total() { awk '{ sum += $1 } END { printf "%d\\n", sum }'; }
resident() {
  if [ -n "$isolated" ]; then
    grep -qsF "$nonce" "$processes/$$/cmdline" && echo 0 && return
    cat "$processes"/[0-9]*/statm 2>/dev/null | awk -v page="$page" '{ sum += $2 } END { printf "%d\\n", sum * page }'
  else
    pids=$(marked "$nonce" | tr '\\n' ',')
    if [ -n "$pids" ]; then ps -o rss= -p "\${pids%,}" | total; else echo 0; fi
  fi
}
confirmed() {
  [ -n "$isolated" ] || return 0
  shares=$(cat "$processes"/[0-9]*/smaps_rollup 2>/dev/null | awk '/^Pss:/ { sum += $2 } END { printf "%d\\n", sum }')
  [ "$shares" -eq 0 ] || [ "$shares" -gt "$memory_limit" ]
}
end_for() {
  printf '%s\\n' "$1" > reason
  start_of "$main" && [ "$start" = "$began" ] && kill -KILL "$main"
  exit
}
watch_limits() {
  page=$(($(getconf PAGESIZE) / 1024)) main= measured=0 pause=1
  if [ -n "$isolated" ]; then tick=0.25; else tick=1; fi
  while sleep $tick; do
    kill -0 $$ || exit
    if [ -z "$main" ]; then
      { read -r main && read -r began; } < main || { main=; continue; }
      processes=/proc/$main/root/proc
    fi
    [ "$(resident)" -gt "$memory_limit" ] && confirmed && end_for OutOfMemory
    now=$(date +%s)
    [ $((now - measured)) -ge $pause ] || continue
    [ "$(disk_used)" -gt "$disk_limit" ] && end_for DiskFull
    measured=$(date +%s)
    pause=$(((measured - now) * 20 + 1))
  done
}`;

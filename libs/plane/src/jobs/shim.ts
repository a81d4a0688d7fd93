/**
 * The shim: a POSIX shell program, detached from the plane, that runs one container, keeps its log and writes its exit
 * code durably. Its working directory is the container's `state` folder.
 */

import { LIMIT_WATCH } from './limit-watch.ts';

/** Defines `start_of PID`, which sets `$start`: the process's start time, in the form that `processStart` reads too. */
export const START_OF = `
start_of() {
  start=
  if [ -r /proc/self/stat ]; then
    read -r stat < "/proc/$1/stat" || return 1
    set -- \${stat##*) }
    start=\${20}
  else
    start=$(LC_ALL=C TZ=UTC0 ps -o lstart= -p "$1")
  fi
}`;

/**
 * Defines `sweep NONCE`: kills every process whose environment carries the container's nonce, and the process groups
 * that they lead, until none is left. Processes that clear their environment and leave their group escape it; where the
 * kernel gives pid namespaces none can.
 */
const SWEEP = `
marked() {
  if [ -r /proc/self/stat ]; then
    grep -lsaF "GRADUS_CONTAINER=$1" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do echo "$pid"; done
  else
    ps -axEww -o pid= -o command= | while read -r pid command; do
      case $command in *"GRADUS_CONTAINER=$1"*) echo "$pid" ;; esac
    done
  fi
}
gone() {
  if [ -r /proc/self/stat ]; then
    { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
    case \${stat##*) } in [ZX]*) return 0 ;; esac
    return 1
  fi
  ! kill -0 "$1" 2>/dev/null
}
sweep() {
  while pids=$(marked "$1"); [ -n "$pids" ]; do
    for pid in $pids; do kill -KILL -- "-$pid" 2>/dev/null; kill -KILL "$pid" 2>/dev/null; done
    for pid in $pids; do
      until gone "$pid"; do sleep 0.01; done
    done
  done
}`;

/** `sh -c SWEEP_SCRIPT gradus-sweep NONCE`: ends what a dead shim left. */
export const SWEEP_SCRIPT = `${SWEEP}\nsweep "$1"\n`;

/**
 * Defines `kernel_kills`, how many processes the machine's own lack of memory has ended so far, and `told_reason`, which
 * adds to the exit code of a killed container why it was killed.
 */
const KERNEL_KILLS = `
kernel_kills() { sed -n 's/^oom_kill //p' /proc/vmstat 2>/dev/null; }
told_reason() {
  read -r code < exit.tmp
  [ "$code" = 137 ] || return 0
  if [ -r reason ]; then cat reason >> exit.tmp
  elif [ "$(kernel_kills)" != "$kills" ]; then echo OutOfMemory >> exit.tmp
  fi
}`;

/**
 * `sh ./gradus-shim NONCE LOG_BYTES [unshare flags...]`: no flags means no namespaces.
 *
 * The hard link is what makes a container start once: it takes the name `pid` together with its content, atomically, so
 * whoever is killed between two lines leaves either no claim or a whole one. Everything runs in the foreground, because
 * a shell starts background commands with SIGINT ignored, which a notebook's kernel would inherit. Process 1 of the
 * namespace is a shell too: it reaps orphans, and lets SIGTERM end a program that has no handler for it.
 */
export const SHIM_SCRIPT = `
umask 077
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
nonce=$1 log_bytes=$2
shift 2
${START_OF}
${SWEEP}
${LIMIT_WATCH}
${KERNEL_KILLS}
start_of $$
printf '%s\\n%s\\n%s\\n' $$ "$start" "$nonce" > "pid.$nonce"
ln "pid.$nonce" pid 2>/dev/null || { rm -f "pid.$nonce"; exit 75; }
trap : TERM INT HUP QUIT
isolated=\${1:+yes} watcher= kills=$(kernel_kills)
if [ -r ./limits ]; then
  . ./limits
  watch_limits > /dev/null 2>&1 &
  watcher=$!
fi
if [ $# -gt 0 ]; then
  {
    GRADUS_CONTAINER=$nonce unshare "$@" /bin/sh -c 'exec 2>/dev/null; /bin/sh ./container.sh 2>&3 3>&-; exit $?' 3>&1 2>&1
    printf '%s\\n' $? > exit.tmp
    told_reason
  } | {
    dd bs=65536 iflag=count_bytes count="$log_bytes" status=none
    if IFS= read -r _; then
      printf '\\n[gradus] The log reached its limit of %s bytes: the rest is dropped.\\n' "$log_bytes"
      exec cat > /dev/null
    fi
  }
else
  if command -v setsid > /dev/null; then
    GRADUS_CONTAINER=$nonce setsid /bin/sh ./container.sh
  elif command -v perl > /dev/null; then
    GRADUS_CONTAINER=$nonce perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' /bin/sh ./container.sh
  else
    GRADUS_CONTAINER=$nonce /bin/sh ./container.sh
  fi 3>&2 2>/dev/null
  code=$?
  sweep "$nonce"
  printf '%s\\n' $code > exit.tmp
  told_reason
fi
[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
sync exit.tmp 2>/dev/null || sync
mv exit.tmp exit
sync . 2>/dev/null
`;

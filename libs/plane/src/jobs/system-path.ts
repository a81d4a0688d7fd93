/** Where the shim finds the machine's own programs, whatever PATH a container asks for. */

export const SYSTEM_PATH = [
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ...(process.env['PATH'] ? [process.env['PATH']] : []),
].join(':');

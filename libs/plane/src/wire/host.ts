/** The `Host` check: a page that rebinds its name to loopback sends its own name, and is refused. */

/** Makes the check for a plane that listens on `port`; an absent port counts as ours. */
export const hostCheck = (port: number): ((host: string | undefined) => boolean) => {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const allowed = new Set(names.flatMap((name) => [name, `${name}:${port}`]));
  return (host) => host !== undefined && (allowed.has(host) || allowed.has(host.toLowerCase()));
};

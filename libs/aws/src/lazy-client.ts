/** A client whose package is loaded by its first request: the SDK's packages take 5 to 10 ms each, which a command that does not need them shall not spend. */

interface Client {
  readonly send: (...args: never[]) => unknown;
  readonly destroy: () => void;
}

/**
 * Stands for the client that `load` makes. It sends and is destroyed as that one; whatever else a client has can only be asked of one that is
 * there, so that asking for it throws.
 */
export const lazyClient = <Made extends Client>(name: string, load: () => Promise<Made>): Made => {
  let loading: Promise<Made> | undefined;
  let destroyed = false;
  const client = (): Promise<Made> => (loading ??= load());
  const standIn: Client = {
    send: async (...args) => {
      if (destroyed) throw new Error(`the client of ${name} was destroyed`);
      return (await client()).send(...args);
    },
    destroy: () => {
      destroyed = true;
      // One that could not be loaded has nothing to close.
      loading?.then((made) => made.destroy()).catch(() => undefined);
    },
  };
  return new Proxy(standIn, {
    get: (target, property): unknown => {
      if (property === 'send' || property === 'destroy') return target[property];
      // A promise would ask what it is given, and printing would.
      if (property === 'then' || typeof property === 'symbol') return undefined;
      throw new Error(
        `the client of ${name} is loaded by its first request and has no ${property}: make one of your own`,
      );
    },
  }) as unknown as Made;
};

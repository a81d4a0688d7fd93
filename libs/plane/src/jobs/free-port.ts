/** A port of the loopback interface that nobody listens on. */
import { createServer } from 'node:net';

/**
 * The kernel picks it; another process may take it before the caller does, so whoever needs it must start over when its
 * container finds it taken.
 */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The kernel gave no port'));
      });
    });
  });

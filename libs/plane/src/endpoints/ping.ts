/** One `GET /ping` of a container. */
import { get } from 'node:http';

/** SageMaker's time for an answer. */
const PING_MS = 2_000;

/** Whether the container on `port` answers 200 in time. */
export const ping = (port: number, aborted: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const signal = AbortSignal.any([aborted, AbortSignal.timeout(PING_MS)]);
    const request = get({ host: '127.0.0.1', port, path: '/ping', agent: false, signal }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });

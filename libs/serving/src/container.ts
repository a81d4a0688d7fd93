/** The program inside the serving image: serves `/opt/ml/model` on the port that the platform names. */
import { optMl } from '@gradus/core';
import { loadPredictor } from './predictor.ts';
import { createInferenceServer } from './server.ts';

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const port = Number(process.env['SAGEMAKER_BIND_TO_PORT'] ?? '8080');
const predictor = loadPredictor(optMl('model'));
predictor.then(
  () => log('model loaded'),
  (error: unknown) => {
    log(`the model did not load: ${(error as Error).stack ?? String(error)}`);
    process.exitCode = 1;
    server.close();
  },
);

const server = createInferenceServer(predictor, log);
server.keepAliveTimeout = 65_000;
// Loopback unless told otherwise: inside a real container the platform calls from outside, and the image sets 0.0.0.0.
server.listen(port, process.env['GRADUS_BIND_HOST'] ?? '127.0.0.1', () => log(`listening on port ${port}`));

process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});

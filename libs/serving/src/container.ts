/** The program inside the serving images: serves `/opt/ml/model` on the port that the platform names. */
import { optMl } from '@gradus/core';
import { loadContainerPredictor } from './container/load-container-predictor.ts';
import { bodyLimit, createInferenceServer } from './server.ts';

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const end = (error: Error): void => {
  log(`the model does not serve: ${error.message}`);
  process.exit(1);
};

const port = Number(process.env['SAGEMAKER_BIND_TO_PORT'] ?? '8080');
const predictor = loadContainerPredictor(optMl('model'), log, end);
predictor.then(
  () => log('model loaded'),
  (error: unknown) => {
    // A mistake that we have a remedy for needs no stack of ours.
    const { message, stack, remedy } = error as Error & { remedy?: string };
    log(`the model did not load: ${remedy ? `${message}\n${remedy}` : (stack ?? message)}`);
    process.exitCode = 1;
    server.close();
  },
);

const server = createInferenceServer(predictor, log, bodyLimit());
server.keepAliveTimeout = 65_000;
// Loopback unless told otherwise: inside a real container the platform calls from outside, and the image sets 0.0.0.0.
server.listen(port, process.env['GRADUS_BIND_HOST'] ?? '127.0.0.1', () => log(`listening on port ${port}`));

process.once('SIGTERM', () => {
  server.close(() => {
    predictor
      .then((loaded) => ('respond' in loaded ? loaded.close() : undefined))
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
  server.closeIdleConnections();
});

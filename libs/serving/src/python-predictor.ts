/** `inference.py` as something that answers: several processes of Python, each with the model, each busy with one request. */
import { availableParallelism } from 'node:os';
import { readSignature } from './predictor.ts';
import type { Signature } from './signature.ts';
import {
  startPythonWorker,
  type PythonProgram,
  type PythonWorker,
  type RawAnswer,
  type RawRequest,
} from './python-worker.ts';

export interface RawPredictor {
  readonly signature: Signature;
  respond(request: RawRequest): Promise<RawAnswer>;
  /** Ends its processes once they have answered. */
  close(): Promise<void>;
}

export interface PythonPredictorOptions extends Omit<PythonProgram, 'timeoutSeconds'> {
  /** `SAGEMAKER_MODEL_SERVER_TIMEOUT`, or a minute. */
  readonly timeoutSeconds?: number;
  /** Processes; `SAGEMAKER_MODEL_SERVER_WORKERS`, or as many as processors up to four. */
  readonly workers?: number;
  /** Told when no process can be had any more: the container is of no use. */
  readonly onLost: (error: Error) => void;
}

const MOST_BY_DEFAULT = 4;
/** As AWS's serving images have it, and as long as InvokeEndpoint waits. */
const DEFAULT_TIMEOUT_SECONDS = 60;
/** What a timer can count. */
const MOST_SECONDS = 2 ** 31 / 1000 - 1;

export const workerCount = (env: NodeJS.ProcessEnv = process.env): number => {
  const said = Number(env['SAGEMAKER_MODEL_SERVER_WORKERS']);
  return Number.isInteger(said) && said > 0 ? said : Math.min(MOST_BY_DEFAULT, availableParallelism());
};

export const timeoutOf = (env: NodeJS.ProcessEnv = process.env): number => {
  const said = Number(env['SAGEMAKER_MODEL_SERVER_TIMEOUT']);
  return said > 0 ? Math.min(said, MOST_SECONDS) : DEFAULT_TIMEOUT_SECONDS;
};

/**
 * Resolves when the first process has loaded the model; the others load it meanwhile. A process that dies, or takes too long
 * and is ended, fails its request and is started anew.
 * @throws Error with what Python said when the model does not load
 */
export const loadPythonPredictor = async (options: PythonPredictorOptions): Promise<RawPredictor> => {
  const { workers = workerCount(), timeoutSeconds = timeoutOf(), onLost } = options;
  const signature = await readSignature(options.modelDir);
  const all = new Set<PythonWorker>();
  const idle: PythonWorker[] = [];
  const waiting: ((worker: PythonWorker) => void)[] = [];
  let closing = false;

  const free = (worker: PythonWorker): void => {
    const first = waiting.shift();
    if (first) first(worker);
    else idle.push(worker);
  };
  const add = async (): Promise<void> => {
    const worker = startPythonWorker({ ...options, timeoutSeconds });
    all.add(worker);
    await worker.ready;
    free(worker);
    void worker.ended.then(() => {
      all.delete(worker);
      const index = idle.indexOf(worker);
      if (index >= 0) idle.splice(index, 1);
      if (!closing) add().catch((error: unknown) => onLost(error as Error));
    });
  };
  await add();
  for (let count = 1; count < workers; count += 1) add().catch((error: unknown) => onLost(error as Error));

  return {
    signature,
    respond: async (request) => {
      const worker = idle.shift() ?? (await new Promise<PythonWorker>((resolve) => waiting.push(resolve)));
      const answer = await worker.answer(request);
      free(worker);
      return answer;
    },
    close: async () => {
      closing = true;
      for (const worker of all) worker.close();
      await Promise.all([...all].map((worker) => worker.ended));
    },
  };
};

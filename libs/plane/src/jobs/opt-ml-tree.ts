/** The folders that SageMaker makes in a container's `/opt/ml` before its program starts. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface TrainingTree {
  /** `input/config`: hyperparameters.json, inputdataconfig.json, resourceconfig.json. */
  readonly config: string;
  /** `input/data`: a folder per channel. */
  readonly data: string;
  /** `model`: becomes model.tar.gz. */
  readonly model: string;
  /** `output`: the failure file, and `output/data`, which becomes output.tar.gz. */
  readonly output: string;
  readonly outputData: string;
  readonly failure: string;
  readonly checkpoints: string;
  readonly code: string;
}

export interface ServingTree {
  /** `model`: the unpacked model.tar.gz. */
  readonly model: string;
}

const makeAll = async (folders: readonly string[]): Promise<void> => {
  for (const folder of folders) await mkdir(folder, { recursive: true });
};

/** Makes the tree of a training job below `root`, which stands for `/opt/ml`; what is there stays. */
export const makeTrainingTree = async (root: string): Promise<TrainingTree> => {
  const output = join(root, 'output');
  const tree: TrainingTree = {
    config: join(root, 'input', 'config'),
    data: join(root, 'input', 'data'),
    model: join(root, 'model'),
    output,
    outputData: join(output, 'data'),
    failure: join(output, 'failure'),
    checkpoints: join(root, 'checkpoints'),
    code: join(root, 'code'),
  };
  await makeAll([tree.config, tree.data, tree.model, tree.outputData, tree.checkpoints, tree.code]);
  return tree;
};

/** Makes the tree of an endpoint's container below `root`, which stands for `/opt/ml`. */
export const makeServingTree = async (root: string): Promise<ServingTree> => {
  const model = join(root, 'model');
  await makeAll([model]);
  return { model };
};

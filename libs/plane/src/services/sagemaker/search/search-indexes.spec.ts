import { CreateExperimentCommand, SearchCommand } from '@aws-sdk/client-sagemaker';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Store } from '../../../store/store.ts';
import { testPlane } from '../../../testing/test-plane.ts';
import { sagemaker } from '../index.ts';
import { experimentTrial } from './resources/experiment-trial.ts';
import { experiment } from './resources/experiment.ts';
import { closeIndexes, indexesOf, restoreIndexes } from './search-indexes.ts';

it('makes the indexes again that stood when the plane ended, and no others', async () => {
  const plane = await testPlane();
  const client = plane.clients().sagemaker;
  await client.send(new CreateExperimentCommand({ ExperimentName: 'churn' }));
  await client.send(new SearchCommand({ Resource: 'Experiment' }));
  await plane.plane.close();
  const store = new Store(join(plane.dir, 'plane.db'));
  try {
    store.migrate(sagemaker.schema);
    await restoreIndexes(store);
    expect(indexesOf(store, experiment).bytes).toBeGreaterThan(0);
    expect(indexesOf(store, experimentTrial).bytes).toBe(0);
    await indexesOf(store, experiment).drop();
    await closeIndexes(store);
    await restoreIndexes(store);
    expect(indexesOf(store, experiment).bytes).toBe(0);
    await closeIndexes(store);
  } finally {
    store.close();
    rmSync(plane.dir, { recursive: true });
  }
});

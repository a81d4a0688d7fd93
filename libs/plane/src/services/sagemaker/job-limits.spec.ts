/** Jobs that outgrow the memory of their instance or their volume, as their callers are told. */
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { imageRegistry } from '../../jobs/images.ts';
import { instanceLimits } from '../../jobs/instance-types.ts';
import { runProcessingJob, processingJob, PROCESSING_IMAGES } from '../../testing/processing-jobs.ts';
import { makeOutputBucket, runTrainingJob, TRAINING_IMAGES, trainingJob } from '../../testing/training-jobs.ts';
import { BATCH_BUCKET } from '../../testing/transform-jobs.ts';
import { withPlane } from '../../testing/with-plane.ts';

const MIB = 2 ** 20;

const GROW = `const kept = []; setInterval(() => kept.push(Buffer.alloc(${16 * MIB}, 1)), 20)`;
/** Takes blocks without writing them. */
const FILL =
  'for n in 1 2 3 4 5; do fallocate -l 300M "$TMPDIR/$n" || head -c 300M /dev/zero > "$TMPDIR/$n"; done; sleep 60';

describe('a job that outgrows its instance', () => {
  const images = [TRAINING_IMAGES, PROCESSING_IMAGES];
  const plane = withPlane({
    images: { ...imageRegistry([]), resolve: (uri) => images.map((each) => each.resolve(uri)).find(Boolean) },
    // The smallest type has more memory than a test should take; the volumes are as always.
    instanceLimits: (type, volume) => ({ ...instanceLimits(type, volume), memoryBytes: 256 * MIB }),
  });
  const grow = `exec '${process.execPath}' -e '${GROW}'`;

  beforeAll(async () => {
    await makeOutputBucket(plane.clients());
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
  });

  it('trains no more: memory', async () => {
    const job = await runTrainingJob(plane.clients(), trainingJob('grows', grow));
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', FailureReason: 'AlgorithmError: , exit code: 137' });
  });

  it('trains no more: the volume of VolumeSizeInGB', async () => {
    const job = await runTrainingJob(plane.clients(), trainingJob('fills', FILL));
    expect(job).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'ClientError: No space left on device: please use a larger VolumeSizeInGB.',
    });
  });

  it('processes no more: memory, and the volume', async () => {
    const [grown, filled] = await Promise.all([
      runProcessingJob(plane.clients(), processingJob('grows', grow)),
      runProcessingJob(plane.clients(), processingJob('fills', FILL)),
    ]);
    expect(grown).toMatchObject({ ProcessingJobStatus: 'Failed', FailureReason: 'AlgorithmError: , exit code: 137' });
    expect(filled).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: 'ClientError: No space left on device: please use a larger VolumeSizeInGB.',
    });
  });
});

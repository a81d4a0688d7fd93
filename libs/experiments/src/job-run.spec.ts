import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, type ExperimentConfig } from '@aws-sdk/client-sagemaker';
import { imageRegistry } from '@gradus/plane';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRun, run } from './open-run.ts';
import { listRuns, readRun } from './read-runs.ts';

const runtime = { name: 'true', argv: { train: ['/bin/true'] } };

describe('a run inside of a SageMaker job', () => {
  const plane = withPlane({ images: imageRegistry([{ pattern: /^spec\/true:1$/, runtime }]) });
  let journal: string;
  const enterJob = async (TrainingJobName: string, config?: ExperimentConfig) => {
    const { TrainingJobArn } = await plane.clients().sagemaker.send(
      new CreateTrainingJobCommand({
        TrainingJobName,
        AlgorithmSpecification: { TrainingImage: 'spec/true:1', TrainingInputMode: 'File' },
        RoleArn: 'arn:aws:iam::111111111111:role/Trainer',
        OutputDataConfig: { S3OutputPath: 's3://jobs/out' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
        ...(config && { ExperimentConfig: config }),
      }),
    );
    vi.stubEnv('TRAINING_JOB_ARN', TrainingJobArn);
  };

  beforeAll(async () => {
    journal = mkdtempSync(join(tmpdir(), 'gradus-job-'));
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'jobs' }));
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(journal, { recursive: true, force: true }));

  it('logs to the trial component of the job, whose status stays the job’s', async () => {
    const clients = plane.clients();
    await enterJob('alone');
    const component = await run({ experiment: 'jobs', clients, journal }, (inside) => {
      inside.logMetric('loss', 0.5, { step: 0 });
      inside.logParameter('chosen', 'inside');
      return inside.component;
    });
    expect(component).toBe('alone-aws-training-job');
    const found = await readRun(clients, { name: component });
    expect(found).toMatchObject({ parameters: { chosen: 'inside' }, metrics: { loss: { last: 0.5 } } });
    expect(found.message).toContain('secondary status');
    expect(await listRuns(clients, 'jobs')).toMatchObject([{ component, source: expect.stringContaining('/alone') }]);
  });

  it('logs to the run that the job’s ExperimentConfig names', async () => {
    const clients = plane.clients();
    const outside = await openRun({ experiment: 'planned', name: 'first', clients, journal });
    await enterJob('inner', outside.experimentConfig);
    await run({ clients, journal }, (inside) => {
      expect(inside.component).toBe('planned-first');
      inside.logMetric('loss', 0.25);
    });
    vi.unstubAllEnvs();
    const found = await readRun(clients, { experiment: 'planned', name: 'first' });
    expect(found).toMatchObject({ status: 'InProgress', metrics: { loss: { last: 0.25 } } });
    await outside.close();
  });
});

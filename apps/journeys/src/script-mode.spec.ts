/** AWS's scikit-learn image in script mode: a script trains and `inference.py` serves, as the SageMaker SDK would have them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DescribeEndpointCommand,
  DescribeTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { waitFor, type SdkClients } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './gradus-command.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 240_000;
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const ROLE = 'arn:aws:iam::000000000000:role/gradus';
const absent = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0;

const TRAIN = `
import argparse, os, joblib, numpy, pandas, sklearn
from sklearn.linear_model import LinearRegression
parser = argparse.ArgumentParser()
parser.add_argument("--slope", type=float)
args = parser.parse_args()
x = numpy.arange(10.0).reshape(-1, 1)
joblib.dump(LinearRegression().fit(x, args.slope * x[:, 0]), os.path.join(os.environ["SM_MODEL_DIR"], "model.joblib"))
print("trained with", sklearn.__version__, "slope=%s;" % args.slope)
`;
const INFERENCE = `
import joblib, os
def model_fn(model_dir): return joblib.load(os.path.join(model_dir, "model.joblib"))
`;

describe.skipIf(absent)(`the scikit-learn image${absent ? ' (skipped: there is no Python 3.10 here)' : ''}`, () => {
  let workspace: ScratchWorkspace;
  let clients: SdkClients;
  beforeAll(async () => {
    workspace = await scratchWorkspace('films');
    await workspace.gradus.json('up', '--port', '0');
    clients = await workspace.clients();
    workspace.write('code/train.py', TRAIN);
    workspace.write('code/inference.py', INFERENCE);
    // The sample's version, which a wheel exists for wherever the sample runs.
    workspace.write('code/requirements.txt', 'scikit-learn==1.7.2\n');
    await runProgram('tar', ['czf', 'code.tar.gz', '-C', 'code', '.'], workspace.folder);
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'code' }));
    const Body = readFileSync(join(workspace.folder, 'code.tar.gz'));
    await clients.s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'sourcedir.tar.gz', Body }));
  }, SECONDS);
  afterAll(() => workspace.end(), SECONDS);

  it(
    'trains and serves, in place of which PyPI brings the packages',
    async () => {
      const { sagemaker, runtime } = clients;
      const job = { TrainingJobName: 'line' };
      await sagemaker.send(
        new CreateTrainingJobCommand({
          ...job,
          RoleArn: ROLE,
          AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
          HyperParameters: {
            slope: '3',
            sagemaker_program: '"train.py"',
            sagemaker_submit_directory: '"s3://code/sourcedir.tar.gz"',
          },
          OutputDataConfig: { S3OutputPath: 's3://code/output' },
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 },
          StoppingCondition: { MaxRuntimeInSeconds: 600 },
        }),
      );
      const look = () => sagemaker.send(new DescribeTrainingJobCommand(job));
      await waitFor(async () => (await look()).TrainingJobStatus !== 'InProgress', { timeout: SECONDS });
      const trained = await look();
      expect(trained.FailureReason).toBeUndefined();
      const primary = { Image: IMAGE, ModelDataUrl: trained.ModelArtifacts!.S3ModelArtifacts! };
      const Environment = {
        SAGEMAKER_PROGRAM: 'inference.py',
        SAGEMAKER_SUBMIT_DIRECTORY: 's3://code/sourcedir.tar.gz',
      };
      await sagemaker.send(
        new CreateModelCommand({
          ModelName: 'line',
          ExecutionRoleArn: ROLE,
          PrimaryContainer: { ...primary, Environment },
        }),
      );
      const variant = { VariantName: 'all', ModelName: 'line', InstanceType: 'ml.m5.large' } as const;
      await sagemaker.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'line',
          ProductionVariants: [{ ...variant, InitialInstanceCount: 1 }],
        }),
      );
      await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'line', EndpointConfigName: 'line' }));
      const status = async () =>
        (await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'line' }))).EndpointStatus;
      await waitFor(async () => (await status()) !== 'Creating', { timeout: SECONDS });
      expect(await status()).toBe('InService');
      const { Body } = await runtime.send(
        new InvokeEndpointCommand({ EndpointName: 'line', ContentType: 'text/csv', Body: '2\n5\n' }),
      );
      const answer = JSON.parse(Buffer.from(Body).toString()) as number[];
      expect(answer.map((value) => Math.round(value * 1000) / 1000)).toEqual([6, 15]);
    },
    SECONDS,
  );
});

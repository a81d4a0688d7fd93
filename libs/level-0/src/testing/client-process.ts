/** The program of a client that a spec kills: it runs one verb, says what was acknowledged, and dies right after an answer of the spec's choice. */
import { writeSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { STSClient } from '@aws-sdk/client-sts';
import { acknowledging, type Acknowledgement } from './acknowledgements.ts';
import { contextOf, faultVerbs, type Scene } from './fault-verbs.ts';

export interface ClientProcessOptions {
  readonly verb: string;
  readonly scene: Scene;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Which answer is its last. */
  readonly killAt: number;
}

export type ClientTold = { readonly job: string } | { readonly acknowledged: Acknowledgement };

const { verb, scene, endpoint, credentials, killAt } = JSON.parse(process.argv[2]!) as ClientProcessOptions;
// Through a pipe, at once: a message might be lost with the process.
const tell = (told: ClientTold): void => void writeSync(1, `${JSON.stringify(told)}\n`);
const settings = { endpoint, region: 'us-east-1', credentials };
const [s3, sagemaker] = [new S3Client(settings), new SageMakerClient(settings)];
const [logs, sts] = [new CloudWatchLogsClient(settings), new STSClient(settings)];
const unused = undefined as never;
let answers = 0;
acknowledging({ s3, sagemaker }, (acknowledged) => {
  tell({ acknowledged });
  answers += 1;
  if (answers === killAt) process.kill(process.pid, 'SIGKILL');
});
const context = contextOf(scene, { s3, sagemaker, logs, sts, runtime: unused, metrics: unused });
await faultVerbs.find(({ name }) => name === verb)!.run(scene, context, (job) => tell({ job }));
process.exit();

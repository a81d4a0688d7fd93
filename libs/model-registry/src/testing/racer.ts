/** A process of a race: told what to do as JSON, it waits for the start, does it, and prints what came of it. */
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { isGradusError } from '@gradus/core';
import { setAlias } from '../alias.ts';
import { decideVersion } from '../decide.ts';
import { readVersion } from '../read.ts';
import { moveToStage } from '../stage.ts';
import { registryOn } from './registry-on.ts';

export interface Race {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly group: string;
  readonly version: string;
  readonly why: string;
  readonly act:
    | { readonly kind: 'decide'; readonly verdict: 'Approved' | 'Rejected' }
    | { readonly kind: 'alias'; readonly names: readonly string[] }
    | { readonly kind: 'stage'; readonly stage: string };
}

const { endpoint, credentials, group, version, why, act } = JSON.parse(process.argv[2]!) as Race;
const settings = { endpoint, region: 'us-east-1', credentials };
const registry = registryOn({
  s3: new S3Client(settings),
  sagemaker: new SageMakerClient(settings),
  sts: new STSClient(settings),
});

const seen = await readVersion(registry.clients, group, version);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
try {
  if (act.kind === 'decide') await decideVersion(registry, seen, act.verdict, why);
  else if (act.kind === 'stage') await moveToStage(registry, seen, { stage: act.stage, why });
  else for (const name of act.names) await setAlias(registry, seen, name, why);
  process.stdout.write('done\n');
} catch (error) {
  if (!isGradusError(error)) throw error;
  process.stdout.write(`${error.code}\n`);
}
process.exit();

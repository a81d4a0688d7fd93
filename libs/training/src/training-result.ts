/** What a training job left for the registry: read out of its archives and checked. */
import { basename } from 'node:path';
import type { DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import type { Mistake } from '@gradus/core';
import { compileSignature, type Signature } from '@gradus/serving';
import { readArchive } from './artifact.ts';
import type { TrainingContext } from './context.ts';
import { errors } from './errors.ts';
import { getStream } from './objects.ts';
import type { RunRecord } from './run-record.ts';

export interface Dataset {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
  readonly source: string;
}

export interface TrainingResult {
  readonly metrics: Readonly<Record<string, number>>;
  readonly dataset: Dataset;
  /** The files as the run left them; `program` is the executed notebook, or the script that ran. */
  readonly files: { readonly evaluation: Buffer; readonly signature: Buffer; readonly program: Buffer };
}

const FILES = ['evaluation.json', 'signature.json', 'dataset.json'] as const;

/** What the registry takes as a name of metadata, less the prefix that it gives to metrics. */
const METRIC_NAME = /^[\p{L}\p{N}_.:/=+\-@ ]{1,120}$/u;

/**
 * @param record what ran: a notebook leaves itself executed, a script is taken from the code that was submitted
 * @throws GradusError ARTIFACT_INCOMPLETE, ARTIFACT_INVALID with every mistake
 */
export async function readTrainingResult(
  { clients }: TrainingContext,
  job: DescribeTrainingJobCommandOutput,
  { notebook, code }: Pick<RunRecord, 'notebook' | 'code'>,
): Promise<TrainingResult> {
  const artifact = job.ModelArtifacts!.S3ModelArtifacts!;
  const output = artifact.replace(/model\.tar\.gz$/, 'output.tar.gz');
  const wanted: readonly string[] = FILES;
  const left = await readArchive(await getStream(clients.s3, artifact), (path) => wanted.includes(path));
  const missing = FILES.filter((name) => !left.has(name));
  if (missing.length > 0) throw incomplete(artifact, missing, 'SM_MODEL_DIR');
  const executed = basename(notebook);
  const [archive, file] = notebook.endsWith('.ipynb') ? [output, executed] : [code, notebook];
  const program = (await readArchive(await getStream(clients.s3, archive), (path) => path === file)).get(file);
  if (!program) throw incomplete(archive, [file], 'SM_OUTPUT_DATA_DIR');

  const mistakes: Mistake[] = [];
  const read = (name: (typeof FILES)[number]): unknown => {
    try {
      return JSON.parse(left.get(name)!.toString('utf8'));
    } catch (error) {
      mistakes.push({ path: name, message: `is not JSON: ${(error as Error).message}` });
      return undefined;
    }
  };
  const [evaluation, signature, dataset] = [read('evaluation.json'), read('signature.json'), read('dataset.json')];
  if (evaluation !== undefined) mistakes.push(...mistakesOfEvaluation(evaluation));
  if (signature !== undefined) mistakes.push(...mistakesOfSignature(signature));
  if (dataset !== undefined) mistakes.push(...mistakesOfDataset(dataset));
  if (mistakes.length > 0) {
    throw errors.make('ARTIFACT_INVALID', `${artifact} holds files that the registry cannot take`, {
      mistakes,
      remedy: 'Mend what the program writes to SM_MODEL_DIR, and publish anew.',
    });
  }
  const { metrics } = evaluation as TrainingResult;
  const [evaluationFile, signatureFile] = [left.get('evaluation.json')!, left.get('signature.json')!];
  return {
    metrics,
    dataset: dataset as Dataset,
    files: { evaluation: evaluationFile, signature: signatureFile, program },
  };
}

const incomplete = (archive: string, missing: readonly string[], where: string) =>
  errors.make('ARTIFACT_INCOMPLETE', `${archive} lacks ${missing.join(', ')}`, {
    remedy: `Let the program write ${missing.join(', ')} to ${where}, and publish anew.`,
  });

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function mistakesOfEvaluation(evaluation: unknown): Mistake[] {
  const metrics = memberOf(evaluation, 'metrics');
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    const allowed = ['{ "metrics": { "<name>": <number> } }'];
    return [{ path: 'evaluation.json: metrics', message: 'is not an object of numbers', got: metrics, allowed }];
  }
  return Object.entries(metrics).flatMap(([name, got]): Mistake[] => {
    const path = `evaluation.json: metrics.${name}`;
    if (!METRIC_NAME.test(name)) {
      const allowed = ['1 to 120 letters, digits, spaces and _ . : / = + - @'];
      return [{ path, message: 'has a name that the registry cannot keep', got: name, allowed }];
    }
    // JSON has no NaN and no infinity: they come as null.
    return typeof got === 'number' ? [] : [{ path, message: 'is not a number', got, allowed: ['a finite number'] }];
  });
}

function mistakesOfSignature(signature: unknown): Mistake[] {
  return (['input', 'output'] as const).flatMap((side): Mistake[] => {
    const schema = memberOf(signature, side);
    const path = `signature.json: ${side}`;
    const allowed = ['a JSON Schema (2020-12)'];
    if (typeof schema !== 'object' || schema === null) return [{ path, message: 'is missing', got: schema, allowed }];
    try {
      compileSignature(schema as Signature['input']);
      return [];
    } catch (error) {
      return [{ path, message: `is no JSON Schema: ${(error as Error).message}`, allowed }];
    }
  });
}

const TEXT_LIMIT = 256;

function mistakesOfDataset(dataset: unknown): Mistake[] {
  const text = (name: string): Mistake[] => {
    const got = memberOf(dataset, name);
    if (typeof got === 'string' && got !== '' && got.length <= TEXT_LIMIT) return [];
    return [
      { path: `dataset.json: ${name}`, message: 'is not a text', got, allowed: [`1 to ${TEXT_LIMIT} characters`] },
    ];
  };
  const rows = memberOf(dataset, 'rows');
  const counted = Number.isSafeInteger(rows) && Number(rows) >= 0;
  return [
    ...text('name'),
    ...(counted ? [] : [{ path: 'dataset.json: rows', message: 'is not a count', got: rows, allowed: ['0 and more'] }]),
    ...text('sha256'),
    ...text('source'),
  ];
}

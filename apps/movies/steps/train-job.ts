/** The tasks `train` and `evaluate` as the program of a training job: the channel `train` in, the model folder out, metrics in the log. */
import { join } from 'node:path';
import { optMl } from '@gradus/core';
import { trainAndEvaluate } from './train.ts';

const { ranker, evaluation } = await trainAndEvaluate(optMl('input', 'data', 'train', 'train.parquet'), optMl('model'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(
  `learned ${ranker.inputs.length} weights from ${ranker.requests} requests, saved to ${join(optMl('model'), 'ranker.json')}`,
);
for (const [name, value] of Object.entries(evaluation.metrics)) say(`${name}=${value.toFixed(6)};`);

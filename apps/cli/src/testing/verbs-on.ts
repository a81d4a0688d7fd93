/** Runs command lines against a plane, in a workspace without models or with those that are given. */
import { join } from 'node:path';
import type { Environment } from '@gradus/aws';
import type { Model } from '@gradus/core';
import type { SuitePlane } from '@gradus/plane/testing';
import { verbGroups } from '../commands/verbs.ts';
import type { Context } from '../context.ts';
import { errors } from '../errors.ts';
import { paintFor } from '../output.ts';
import { makeProgram } from '../program.ts';

export const environment: Environment = {
  name: 'spec',
  account: '111111111111',
  region: 'us-east-1',
  bucket: 'gradus-spec',
  namespace: 'spec',
  roleArn: 'arn:aws:iam::111111111111:role/gradus',
  images: { notebook: 'gradus/notebook:1', serving: 'gradus/serving:1' },
  poll: { first: 10, most: 50 },
  connection: {},
  key: (model, ...segments) => ['ns=spec', model, ...segments].join('/'),
};

/** What a verb answers, as JSON and as text. */
export interface Said {
  readonly value: unknown;
  readonly text: string;
}

const placeOf = (root: string) => ({ file: join(root, 'model.ts'), root });

export const verbsOn =
  (plane: SuitePlane, folder: () => string, models: readonly Model[] = []) =>
  async (...args: string[]): Promise<Said> => {
    let said: Said | undefined;
    const { s3, sagemaker, runtime, metrics, logs, sts, featureStore, dynamodb, lambda, apigatewayv2 } =
      plane.clients();
    const known = { s3, sagemaker, runtime, metrics, logs, sts, featureStore, dynamodb, lambda };
    const clients = { ...known, apiGateway: apigatewayv2, close: () => undefined };
    const quiet = (): void => undefined;
    const context: Context = {
      output: {
        json: false,
        interactive: false,
        paint: paintFor({}),
        result: (value, render) => (said = { value: JSON.parse(JSON.stringify(value)) as unknown, text: render() }),
        line: quiet,
        note: quiet,
        heading: quiet,
        tell: quiet,
      },
      signal: new AbortController().signal,
      workspace: () => Promise.resolve(folder()),
      config: () => Promise.reject(new Error('no configuration')),
      selected: () => Promise.reject(new Error('no configuration')),
      environment: () => Promise.resolve(environment),
      clients: () => Promise.resolve(clients),
      models: () => Promise.resolve(models.map(({ name, level }) => ({ name, level, ...placeOf(folder()) }))),
      model: (name) => {
        const model = models.find((known) => known.name === name);
        if (model) return Promise.resolve({ model, ...placeOf(folder()) });
        return Promise.reject(errors.make('MODEL_UNKNOWN', `there is no model "${name}"`, { got: name }));
      },
    };
    const program = makeProgram(verbGroups, ({ verb, args: given, options }) =>
      verb.run(context, given, options as never),
    );
    await program.parseAsync(args, { from: 'user' });
    return said!;
  };

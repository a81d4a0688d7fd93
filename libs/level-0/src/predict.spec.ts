import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { describeEndpoint } from '@gradus/deployment';
import { imageRegistry } from '@gradus/plane';
import { waitFor, withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Level0Context } from './context.ts';
import { approve, reject } from './decide.ts';
import { deploy } from './deploy.ts';
import { predict } from './predict.ts';
import { publish } from './publish.ts';
import { show } from './show.ts';
import { environment, filmsWorkspace, imageRules, SERVING_IMAGE, type FilmsWorkspace } from '@gradus/training/testing';

const SECONDS = 60_000;
const plane = withPlane({ images: imageRegistry(imageRules) });
let workspace: FilmsWorkspace;
beforeAll(async () => {
  workspace = filmsWorkspace();
  await publish(workspace.films, context());
}, SECONDS);
afterAll(async () => {
  workspace.end();
  await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'films' }));
  await status('films', undefined);
}, SECONDS);

const context = (): Level0Context => {
  const { s3, sagemaker, runtime, metrics, logs, sts } = plane.clients();
  return {
    environment,
    clients: { s3, sagemaker, runtime, metrics, logs, sts },
    workspace: workspace.folder,
  };
};

/** Waits until the endpoint has that status; undefined: until it is gone. */
const status = (name: string, wanted: string | undefined) =>
  waitFor(async () => (await describeEndpoint(plane.clients(), name))?.EndpointStatus === wanted, { timeout: SECONDS });

describe('from a version to a prediction', () => {
  it('refuses to predict before anything is deployed', async () =>
    expect(predict(workspace.films, context(), { user: 1 })).rejects.toMatchObject({
      code: 'NOT_DEPLOYED',
      message: 'films has no endpoint',
    }));

  it('refuses to deploy what nobody approved, and what was rejected', async () => {
    await expect(deploy(workspace.films, context(), 'approved')).rejects.toMatchObject({
      code: 'VERSION_NONE_APPROVED',
    });
    await expect(deploy(workspace.films, context(), '1')).rejects.toMatchObject({ code: 'VERSION_NOT_APPROVED' });
    expect(await reject(workspace.films, context(), '1', 'half a day of data')).toMatchObject({ status: 'Rejected' });
    await expect(deploy(workspace.films, context(), 'latest')).rejects.toMatchObject({
      code: 'VERSION_NOT_APPROVED',
      got: 'Rejected',
    });
  });

  it(
    'serves an approved version, and says so',
    async () => {
      await approve(workspace.films, context(), '1', 'good after all');
      expect(await deploy(workspace.films, context(), 'approved')).toMatchObject({
        endpoint: 'films',
        version: 1,
        changed: true,
      });
      expect(await show(workspace.films, context(), '1')).toMatchObject({ serving: true, status: 'Approved' });
      const prediction = await predict(workspace.films, context(), { user: 42 });
      expect(prediction).toEqual({
        model: 'films',
        version: 1,
        output: { asked: { user: 42 } },
        latencyMs: expect.any(Number),
      });
    },
    SECONDS,
  );

  it.each([
    [{ user: 'ann' }, [{ path: '/user', message: 'must be integer' }]],
    [{}, [{ path: '(the whole)', message: "must have required property 'user'" }]],
    [17, [{ path: '(the whole)', message: 'must be object' }]],
  ])('refuses the input %j before it is sent, with every problem', async (input, mistakes) =>
    expect(predict(workspace.films, context(), input)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      got: input,
      mistakes,
    }),
  );

  it(
    'does not take an endpoint of somebody else for a version',
    async () => {
      const { sagemaker } = plane.clients();
      const books = { ...workspace.films, model: { ...workspace.films.model, name: 'books' } };
      await sagemaker.send(new CreateModelCommand({ ModelName: 'plain', PrimaryContainer: { Image: SERVING_IMAGE } }));
      const variant = {
        VariantName: 'all',
        ModelName: 'plain',
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
      } as const;
      await sagemaker.send(
        new CreateEndpointConfigCommand({ EndpointConfigName: 'plain', ProductionVariants: [variant] }),
      );
      await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'books', EndpointConfigName: 'plain' }));
      await status('books', 'InService');
      await expect(predict(books, context(), { user: 1 })).rejects.toMatchObject({
        code: 'NOT_DEPLOYED',
        message: 'endpoint books serves plain, which is no version of the registry',
      });
      await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'books' }));
      await status('books', undefined);
    },
    SECONDS,
  );
});

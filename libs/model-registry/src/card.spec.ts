import { DescribeModelCardCommand, UpdateModelCardCommand } from '@aws-sdk/client-sagemaker';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { cardOf, saveCard } from './card.ts';
import { decideVersion } from './decide.ts';
import { registerVersion } from './publish.ts';
import { registryOn } from './testing/registry-on.ts';
import { facts, versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();

describe('the card of a version', () => {
  it('is made of the facts, and kept once for what it says', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('films', 'card-1'));
    const known = { parameters: { seed: 7, name: '', long: 'x'.repeat(300) }, gates: { ndcg: { min: 0.03 } } };
    const content = cardOf(made, known);
    expect(await saveCard(clients, made, content)).toMatchObject({
      name: 'films-v1',
      version: 1,
      status: 'Draft',
      changed: true,
    });
    expect(await saveCard(clients, made, content)).toMatchObject({ version: 1, changed: false });
    const approved = await decideVersion(registryOn(clients), made, 'Approved', 'good');
    expect(await saveCard(clients, approved, cardOf(approved, known))).toMatchObject({ version: 2, changed: true });
    const { Content } = await clients.sagemaker.send(new DescribeModelCardCommand({ ModelCardName: 'films-v1' }));
    expect(JSON.parse(Content!)).toMatchObject({
      model_overview: { model_name: 'films', model_version: 1, model_id: made.arn },
      model_package_details: { model_approval_status: 'Approved', approval_description: 'good' },
      training_details: {
        training_job_details: {
          user_provided_training_metrics: [
            { name: 'ndcg', value: 0.0421 },
            { name: 'coverage', value: 1e-9 },
          ],
        },
      },
      evaluation_details: [{ evaluation_observation: 'It passes every gate of the model.' }],
      additional_information: { custom_details: { data_set: 'prepared_watch_log', seed: '7' } },
    });
  });

  it('fits SageMaker’s schema whatever is known, and says which gates are missed', async () => {
    const clients = plane.clients();
    const metrics = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`metric_${index}`, index]));
    const { evaluation } = facts();
    const version = versionToRegister('bare', 'card-2', { description: '', facts: { evaluation, metrics } });
    const made = await registerVersion(clients, version);
    const content = cardOf(made, { gates: { lift: { min: 2 } } });
    await saveCard(clients, made, content);
    expect(JSON.stringify(content)).toContain('It misses gates: lift is not reported, at least 2 is asked.');
    expect(JSON.stringify(cardOf(made))).toContain('The model declares no gates.');
  });

  it('leaves an archived card as it is', async () => {
    const clients = plane.clients();
    const made = await registerVersion(clients, versionToRegister('old', 'card-3'));
    await saveCard(clients, made, cardOf(made));
    await clients.sagemaker.send(new UpdateModelCardCommand({ ModelCardName: 'old-v1', ModelCardStatus: 'Archived' }));
    await expect(saveCard(clients, made, cardOf(made, { parameters: { a: 1 } }))).rejects.toMatchObject({
      name: 'ConflictException',
    });
  });
});

/** `gradus assess` and `gradus attest` on a plane: an unpublished model, and one through publish, approve, deploy. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { criteria, remedyText, type Report } from '@gradus/assessment';
import type { AwsClients } from '@gradus/aws';
import { approve, deploy, publish } from '@gradus/level-0';
import { imageRegistry } from '@gradus/plane';
import { withPlane } from '@gradus/plane/testing';
import { environment, filmsWorkspace, imageRules, type FilmsWorkspace } from '@gradus/training/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { paintFor } from '../output.ts';
import { assess } from './assess.ts';
import { attest } from './attest.ts';
import { verbGroups } from './verbs.ts';

const plane = withPlane({ images: imageRegistry(imageRules) });
let workspace: FilmsWorkspace;
let folder: string;
beforeAll(() => {
  workspace = filmsWorkspace();
  folder = mkdtempSync(join(tmpdir(), 'assess-'));
});
afterAll(() => {
  workspace.end();
  rmSync(folder, { recursive: true, force: true });
});

const clients = (): AwsClients => {
  const { s3, sagemaker, runtime, metrics, logs, sts, featureStore, dynamodb, lambda, apigatewayv2 } = plane.clients();
  return {
    ...{ s3, sagemaker, runtime, metrics, logs, sts, featureStore, dynamodb, lambda },
    apiGateway: apigatewayv2,
    close: () => undefined,
  };
};
const level0 = () => ({ environment, clients: clients(), workspace: workspace.folder });

type Options = Parameters<typeof assess.run>[2];

interface Said {
  value: unknown;
  text: string;
  told: string[];
  code: number;
}

/** What the verb says, and the exit code that it leaves. */
const run = async (work: (context: Context) => Promise<void>): Promise<Said> => {
  const said: Said = { value: undefined, text: '', told: [], code: 0 };
  const quiet = (): void => undefined;
  const context: Context = {
    output: {
      json: false,
      interactive: false,
      paint: paintFor({}),
      result: (value, render) =>
        Object.assign(said, { value: JSON.parse(JSON.stringify(value)) as unknown, text: render() }),
      line: quiet,
      note: quiet,
      heading: quiet,
      tell: (text) => said.told.push(text),
    },
    signal: new AbortController().signal,
    workspace: () => Promise.resolve(workspace.folder),
    config: () => Promise.reject(new Error('no configuration')),
    selected: () => Promise.reject(new Error('no configuration')),
    environment: () => Promise.resolve(environment),
    clients: () => Promise.resolve(clients()),
    models: () => Promise.resolve([]),
    model: () => Promise.resolve(workspace.films),
  };
  const before = process.exitCode;
  try {
    await work(context);
    said.code = Number(process.exitCode ?? 0);
  } finally {
    process.exitCode = before;
  }
  return said;
};
const assessed = (options: Options = {}) => run((context) => assess.run(context, ['films'], options));

const itemsOf = ({ value }: Said) => (value as Report).lists.flatMap(({ items }) => items);
const idsWith = (said: Said, verdict: string) =>
  itemsOf(said)
    .filter((item) => item.verdict === verdict)
    .map(({ id }) => id);
const item = (said: Said, id: string) => itemsOf(said).find((each) => each.id === id)!;

describe('gradus assess', () => {
  it('lists the criteria', async () => {
    const { text, value } = await run((context) => assess.run(context, [], { list: true }));
    expect(value).toHaveLength(criteria.length);
    expect(text).toContain('Level 1: Triggers of the pipeline');
    await expect(run((context) => assess.run(context, [], {}))).rejects.toMatchObject({ code: 'USAGE_ARGUMENT' });
    await expect(assessed({ level: '3' })).rejects.toMatchObject({ code: 'USAGE_OPTION' });
  });

  it('a model that was never published meets nothing', async () => {
    const said = await assessed({ require: '0' });
    expect(idsWith(said, 'met')).toEqual([]);
    expect(idsWith(said, 'not applicable')).toEqual([
      'feature-apis',
      'feature-definitions',
      'feature-store',
      'check-performance',
    ]);
    expect(said.value).toMatchObject({ model: 'films', serving: false });
    expect(said.value).not.toHaveProperty('level');
    expect(said.code).toBe(1);
    expect(said.text).toContain('gradus publish films');
    expect(item(said, 'pipeline-orchestrator')).toMatchObject({
      why: 'the environment answers no ListPipelines (NotImplemented)',
      evidence: [{ label: 'asked, refused', uri: 'ListPipelines PipelineNamePrefix=films' }],
    });
  });

  it('a version that is published with changes waits for a commit, approval and deployment', async () => {
    workspace.write('apps/films/answer.ts', 'export const answer = (input: unknown) => ({ changed: input });\n');
    await publish(workspace.films, level0());
    const said = await assessed();
    expect(item(said, 'provenance')).toMatchObject({
      verdict: 'not met',
      why: expect.stringMatching(/^version 1 was published with a dirty work tree: commit [0-9a-f]{8} does not hold/),
      remedy: { kind: 'change', command: 'gradus publish films' },
    });
    expect(item(said, 'approval')).toMatchObject({
      verdict: 'not met',
      remedy: { command: 'gradus approve films 1 --why "…"' },
    });
    expect(item(said, 'prediction-service').remedy).toMatchObject({ command: 'gradus approve films 1 --why "…"' });
    expect(idsWith(said, 'met')).toContain('registry-hand-over');
  });

  it('a model through publish, approve and deploy meets Level 0, and what of the others Level 0 brings', async () => {
    workspace.git('add', '.');
    workspace.git('commit', '-q', '-m', 'Answer otherwise');
    await publish(workspace.films, level0());
    await approve(workspace.films, level0(), '2', 'ndcg above the gate');
    await deploy(workspace.films, level0(), '2');
    const said = await assessed({ require: '0' });
    expect(said.code).toBe(0);
    expect(said.value).toMatchObject({ level: 0, version: 2, serving: true });
    expect(idsWith(said, 'met')).toEqual([
      ...['recorded-run', 'provenance', 'registry-hand-over', 'approval', 'prediction-service'],
      ...['test-metrics', 'baseline-comparison', 'deployment-test'],
      ...['component-versions', 'duration', 'executor', 'parameters', 'artifact-pointers', 'previous-model'],
      ...['model-registry', 'metadata-store', 'experimentation'],
      ...['check-infrastructure', 'check-targets'],
    ]);
    expect(idsWith(said, 'not met')).toEqual(
      expect.arrayContaining([
        'continuous-integration',
        'continuous-delivery',
        'active-monitoring',
        'trigger-on-demand',
      ]),
    );
    expect(item(said, 'approval').why).toMatch(/: ndcg above the gate$/);
    expect((await assessed({ require: '1' })).code).toBe(1);
  });

  it('each link that is an ARN or an object is there', async () => {
    const met = itemsOf(await assessed()).filter(({ verdict }) => verdict === 'met');
    for (const { id, evidence } of met) {
      expect(evidence.length, id).toBeGreaterThan(0);
      for (const { uri } of evidence) expect(uri, id).toMatch(/^(?:arn:aws:sagemaker:|s3:\/\/|git:|model\.ts#)/);
    }
  });

  it('shows one level, writes a page', async () => {
    const html = join(folder, 'films.html');
    const { text, value } = await assessed({ level: '0', html });
    expect((value as Report).lists.map(({ level }) => level)).toEqual([0, 0]);
    expect(text).toMatch(/^films {2}version 2, which serves/);
    expect(text).toMatch(/^Level 0 {2}█{24} {2}5 of 5 met$/m);
    expect(text).not.toContain('Level 2:');
    expect(readFileSync(html, 'utf8')).toContain('<title>films: MLOps maturity</title>');
    await expect(assessed({ html: join(folder, 'nowhere/films.html') })).rejects.toMatchObject({
      code: 'REPORT_UNWRITABLE',
    });
  });

  it('names commands that there are', async () => {
    const known = verbGroups.flatMap(({ verbs }) => verbs.map(({ name }) => name));
    for (const { id, remedy } of itemsOf(await assessed())) {
      const command = remedy && /gradus (\S+)/.exec(remedyText(remedy))?.[1];
      if (command) expect(known, id).toContain(command);
    }
  });
});

describe('gradus attest', () => {
  const attested = (id: string, more: { failed?: true } = {}) =>
    run((context) => attest.run(context, ['films', id, '2'], { source: 'https://ci.example.com/runs/17', ...more }));

  it('counts for the version, and a repeat replaces it', async () => {
    expect((await attested('test-convergence')).text).toBe('Recorded for version 2 of films: test-convergence passed.');
    expect(item(await assessed(), 'test-convergence')).toMatchObject({
      verdict: 'met',
      why: expect.stringMatching(/attested on \d{4}-\d\d-\d\d that it passed for version 2$/),
      evidence: [{ label: 'attestation' }, { label: 'its source', uri: 'https://ci.example.com/runs/17' }],
    });
    await attested('test-convergence', { failed: true });
    expect(item(await assessed(), 'test-convergence').verdict).toBe('not met');
  });

  it('takes no source that nobody can look at', async () => {
    const nowhere = run((context) => attest.run(context, ['films', 'test-convergence', '2'], { source: 'CI' }));
    await expect(nowhere).rejects.toMatchObject({ code: 'USAGE_OPTION', got: 'CI' });
  });

  it('takes no item that is seen rather than attested', async () => {
    await expect(attested('test-convergense')).rejects.toMatchObject({
      code: 'ATTESTATION_UNKNOWN',
      remedy: 'Did you mean "test-convergence"?',
    });
    await expect(attested('approval')).rejects.toMatchObject({ code: 'ATTESTATION_UNKNOWN' });
  });
});

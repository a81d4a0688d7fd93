/** Every criterion: met by a model that has everything, not met by one that has nothing, and what lies between. */
import { readdirSync } from 'node:fs';
import type { VersionFacts } from '@gradus/model-registry';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence/evidence.ts';
import { LISTS } from '../lists.ts';
import { emptyEvidence, facts, found, fullEvidence, NOW, pipeline, version } from '../testing/evidence.ts';
import { criteria } from './index.ts';

/** What SageMaker has no record of: these are met by attestations alone. */
const ONLY_ATTESTED = [
  ...['trigger-on-schedule', 'trigger-on-new-data', 'trigger-on-degradation', 'trigger-on-drift'],
  ...['test-feature-logic', 'test-model-methods', 'test-convergence', 'test-finite', 'test-artifacts'],
  ...['test-integration', 'pipeline-cd', 'check-service', 'check-performance'],
  ...['deploy-to-test', 'deploy-to-pre-production'],
];
const full = fullEvidence(ONLY_ATTESTED);
const judge = (id: string, evidence: Evidence) => criteria.find((each) => each.id === id)!.judge(evidence);

describe('criteria', () => {
  it('are those of the folder, each in the list of its folder, with an id of its own', () => {
    const files = Object.keys(LISTS).flatMap((list) =>
      readdirSync(`${import.meta.dirname}/${list}`).map((file) => `${list}/${file}`),
    );
    expect(criteria.map(({ id, list }) => `${list}/${id}.ts`).sort()).toEqual(files.sort());
    expect(new Set(criteria.map(({ id }) => id)).size).toBe(criteria.length);
    for (const { id, level, list } of criteria) expect(level, id).toBeGreaterThanOrEqual(LISTS[list].level);
  });

  it.each(criteria.map((each) => [each.id, each] as const))('%s: met, with a link', (_id, each) => {
    const { verdict, evidence, why } = each.judge(full);
    expect(`${verdict}: ${why}`).toMatch(/^met: ./);
    for (const { uri } of evidence) expect(uri).toMatch(/^(?:arn:|s3:|git:|https:|model\.ts#)/);
    expect(evidence.length).toBeGreaterThan(0);
  });

  it.each(criteria.map((each) => [each.id, each] as const))('%s: not met, with a remedy', (_id, each) => {
    const { verdict, remedy, evidence } = each.judge(emptyEvidence());
    expect(verdict).toBe('not met');
    expect(remedy).toBeDefined();
    expect(evidence.length).toBeLessThanOrEqual(1);
  });

  it.each(criteria.filter(({ attestable }) => attestable).map((each) => [each.id, each] as const))(
    '%s: a failed attestation goes before what is seen',
    (id, each) => {
      const attestation = fullEvidence([id]).attestations.get(id)!;
      const evidence = { ...full, attestations: new Map([[id, { ...attestation, passed: false }]]) };
      expect(each.judge(evidence)).toMatchObject({
        verdict: 'not met',
        remedy: { command: `gradus attest films ${id} 3 --source <url>` },
      });
    },
  );

  it.each(['feature-apis', 'feature-definitions', 'feature-store'])('%s: not applicable without features', (id) => {
    const evidence = emptyEvidence({ model: { name: 'films', gates: {} } });
    expect(judge(id, evidence).verdict).toBe('not applicable');
  });

  it.each([
    'prediction-service',
    'canary',
    'ab-test',
    'deployment-test',
    'active-monitoring',
    'model-cd',
    'monitoring',
  ])('%s: not applicable to a model that serves in batches only', (id) => {
    const evidence = { ...full, model: { ...full.model, serve: {} }, attestations: new Map() };
    expect(judge(id, evidence).verdict).toBe('not applicable');
  });

  it('check-performance: not applicable where nothing is required', () => {
    const evidence = emptyEvidence({ model: { ...full.model, requirements: {} } });
    expect(judge('check-performance', evidence).verdict).toBe('not applicable');
  });

  it('previous-model: not applicable to the first', () => {
    const evidence = { ...full, subject: version(1) };
    expect(judge('previous-model', evidence).verdict).toBe('not applicable');
  });
});

const seen: Evidence = { ...full, attestations: new Map() };
const withFacts = (more: object): Partial<Evidence> => ({ subject: version(3, { facts: { ...facts, ...more } }) });
/** All but one field. */
const without = <Fields extends object>(fields: Fields, left: keyof Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => field !== left)) as Fields;
const lacking = (field: keyof VersionFacts) => ({ subject: version(3, { facts: without(facts, field) }) });
const endpoint = (more: object): Partial<Evidence> => ({ endpoint: { ...full.endpoint!, ...more } });
const withPipeline = (more: object): Partial<Evidence> => ({
  pipelines: found('ListPipelines', [{ ...pipeline, ...more }]),
});

describe('what is not met, and why', () => {
  it.each<[id: string, evidence: Partial<Evidence>, why: RegExp]>([
    ['recorded-run', { objects: new Set([facts.code!]) }, /^version 3 lacks its notebook, parameters$/],
    ['recorded-run', { job: undefined }, /^no training job of version 3/],
    ['provenance', lacking('commit'), /outside of a git repository/],
    ['provenance', withFacts({ dirty: true }), /dirty work tree: commit d7f0a5e2 does not hold/],
    ['provenance', lacking('dataset'), /nothing tells what data/],
    ['registry-hand-over', withFacts({ metrics: {} }), /reports no metrics/],
    ['registry-hand-over', lacking('signature'), /has no signature/],
    ['approval', { subject: version(3, { status: 'PendingManualApproval' }) }, /is PendingManualApproval/],
    ['approval', { subject: version(3, { decision: undefined }) }, /by another tool/],
    ['prediction-service', endpoint({ EndpointStatus: 'Failed' }), /is Failed/],
    ['prediction-service', { serving: false }, /serves no version of the registry/],
    ['frequent-releases', { approved: [version(3)] }, /^1 version was approved/],
    ['frequent-releases', { now: new Date(NOW.getTime() + 400 * 24 * 3600 * 1000) }, /^no version was approved/],
    ['active-monitoring', { monitors: found('ListMonitoringSchedules', []) }, /not captured; .* finds no monitor/],
    ['rapid-experiment', withPipeline({ steps: pipeline.steps.slice(0, 1) }), /one step/],
    ['continuous-training', {}, /nothing starts the pipeline by itself/],
    ['experimental-operational-symmetry', withPipeline({ executions: [] }), /no execution/],
    ['modular-components', withPipeline({ steps: pipeline.steps.slice(1) }), /fewer than two/],
    ['continuous-model-delivery', withPipeline({ steps: [] }), /no step of the pipeline registers/],
    ['continuous-model-delivery', { serving: false }, /no version that the pipeline made serves/],
    ['pipeline-deployment', withPipeline({ status: 'Deleting' }), /is Deleting/],
    ['schema-skew', withPipeline({ steps: pipeline.steps.slice(1) }), /no step of the pipeline checks/],
    ['baseline-comparison', withFacts({ metrics: { ndcg: 0.01 } }), /ndcg is 0.01, at least 0.03 is asked/],
    ['baseline-comparison', { model: { ...full.model, gates: {} } }, /declares no gates/],
    ['segment-consistency', { package: undefined }, /no report by segments/],
    ['canary', endpoint({ LastDeploymentConfig: undefined }), /all traffic at once/],
    ['ab-test', { endpointConfig: undefined }, /one variant/],
    ['component-versions', withFacts({ dirty: true }), /changes that its commit does not hold/],
    ['duration', { job: { ...full.job!, TrainingEndTime: undefined } }, /no start and end/],
    ['evaluation-metrics', withFacts({ metrics: { ndcg: 1 } }), /ndcg of the test set, and no metric of the training/],
    ['evaluation-metrics', withFacts({ metrics: {} }), /no metric of the test set/],
    ['previous-model', { versions: [], approved: [] }, /not in the registry/],
    ['trigger-on-demand', withPipeline({ executions: [] }), /never executed/],
    ['trigger-on-schedule', {}, /nothing shows that a schedule starts pipeline films/],
    ['source-control', { package: undefined }, /a repository without a remote/],
    ['deployment-services', endpoint({ LastDeploymentConfig: {} }), /no alarm rolls it back/],
    ['metadata-store', { component: undefined }, /no trial component/],
    ['experimentation', withFacts({ dirty: true }), /not in source control/],
    ['check-data', withPipeline({ steps: pipeline.steps.toReversed() }), /no step checks the data before/],
    ['check-targets', { serving: false }, /is not deployed/],
    ['check-targets', withFacts({ metrics: {} }), /misses its targets: ndcg is not reported/],
    ['deploy-to-production', {}, /came to Production, and no run of it in pre-production is recorded/],
    ['deploy-to-production', { subject: version(3, { stage: undefined }) }, /went through no stage/],
  ])('%s', (id, more, why) => {
    const judgement = judge(id, { ...seen, ...more });
    expect(judgement.why).toMatch(why);
    expect(judgement.verdict).toBe('not met');
  });

  it('a version that was trained elsewhere has no run', () => {
    const evidence = { ...without(seen, 'job'), ...lacking('trainingJob') };
    expect(judge('executor', evidence).why).toBe('version 3 was trained elsewhere: no run of it is recorded');
  });

  it('names the stage that comes next on the way to production', () => {
    const stage = { name: 'Development', status: 'Approved', why: '' };
    expect(judge('deploy-to-production', { ...seen, subject: version(3, { stage }) }).remedy).toEqual({
      kind: 'command',
      command: 'gradus stage films 3 Staging --why "…"',
    });
  });
});

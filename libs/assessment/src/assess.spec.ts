/** The report: what it reads of a plane, how it is scored, what comes next. */
import { registerVersion } from '@gradus/model-registry';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { assess, nextSteps, reportOf, unmetFor } from './assess.ts';
import { attest, listAttestations } from './attest.ts';
import { criteria } from './criteria/index.ts';
import { reportPage } from './render/report-page.ts';
import { emptyEvidence, facts, fullEvidence, NOW } from './testing/evidence.ts';

const plane = withPlane();
const films = { model: { name: 'films', gates: {}, serve: { endpoint: {} } } };
const publish = (count: number) =>
  registerVersion(plane.clients(), {
    group: 'films',
    description: 'films',
    image: 'spec/serving:1',
    artifact: 's3://films/model.tar.gz',
    instanceTypes: ['ml.t2.medium'],
    facts: { ...facts, trainingJob: `films-${count}` },
    clientToken: `films-${count}`,
  });

/** Names of the operations that an assessment calls. */
const callsOf = async (): Promise<string[]> => {
  const calls: string[] = [];
  const clients = plane.clients();
  const note = {
    applyToStack: (stack: { add(middleware: unknown, options: object): void }) => {
      stack.add(
        (next: (args: unknown) => unknown, context: { commandName: string }) => (args: unknown) => {
          calls.push(context.commandName);
          return next(args);
        },
        { step: 'initialize', name: 'countCalls' },
      );
    },
  };
  for (const client of [clients.sagemaker, clients.s3]) client.middlewareStack.use(note);
  try {
    await assess(films, { clients });
  } finally {
    for (const client of [clients.sagemaker, clients.s3]) client.middlewareStack.remove('countCalls');
  }
  return calls.sort();
};

describe('assess', () => {
  it('reads no more of a model with many versions than of one with a few', async () => {
    for (let count = 1; count <= 3; count += 1) await publish(count);
    const few = await callsOf();
    for (let count = 4; count <= 12; count += 1) await publish(count);
    expect(await callsOf()).toEqual(few);
    expect(few.length).toBeLessThan(25);
  });

  it('sees the registry and its facts, and what is not there any more', async () => {
    const report = await assess(films, { clients: plane.clients() });
    const item = (id: string) => report.lists.flatMap(({ items }) => items).find((each) => each.id === id)!;
    expect(report).toMatchObject({ version: 12, serving: false });
    expect(item('provenance').verdict).toBe('met');
    expect(item('recorded-run').why).toBe('version 12 lacks its code, notebook, parameters');
    expect(item('duration').why).toBe('training job films-12 is not there any more');
  });

  it('keeps attestations by version', async () => {
    const clients = plane.clients();
    const [one, two] = [await publish(1), await publish(2)];
    const attestable = criteria.filter((each) => each.attestable).map(({ id }) => id);
    const check = { criterion: 'test-finite', passed: true, source: 'https://ci.example.com/1' };
    const arn = await attest(clients, one, check, attestable);
    expect(await listAttestations(clients, two)).toEqual(new Map());
    expect((await listAttestations(clients, one)).get('test-finite')).toMatchObject({ ...check, arn });
    await attest(clients, one, { ...check, passed: false, source: 'https://ci.example.com/2' }, attestable);
    expect((await listAttestations(clients, one)).get('test-finite')).toMatchObject({
      passed: false,
      source: 'https://ci.example.com/2',
    });
  });
});

describe('reportOf', () => {
  const full = reportOf(fullEvidence(criteria.filter((each) => each.attestable).map(({ id }) => id)));

  it('scores by the level that asks', () => {
    const report = reportOf(emptyEvidence());
    expect(report.scores.map(({ met }) => met)).toEqual([0, 0, 0]);
    const applicable = report.scores.reduce((sum, score) => sum + score.applicable, 0);
    expect(applicable).toBe(criteria.length);
    expect(report).not.toHaveProperty('level');
    expect(unmetFor(report, 2)).toHaveLength(criteria.length);
    expect(unmetFor(report, 0)).toHaveLength(5);
    expect(full).toMatchObject({ level: 2, version: 3, serving: true, at: NOW });
    expect(unmetFor(full, 2)).toEqual([]);
  });

  it('says what to do next, each remedy once, commands first', () => {
    expect(nextSteps(full)).toEqual([]);
    expect(nextSteps(reportOf(emptyEvidence())).map(({ remedy }) => remedy)).toEqual([
      { kind: 'command', command: 'gradus publish films' },
    ]);
    const approved = { ...fullEvidence([]), pipelines: emptyEvidence().pipelines };
    expect(nextSteps(reportOf(approved)).map(({ remedy }) => remedy)).toEqual([
      { kind: 'section', section: 'pipeline', level: 1 },
    ]);
  });

  it('sends a model without a project to make one first', () => {
    const evidence = emptyEvidence({ model: { name: 'churn', gates: {} } });
    expect(nextSteps(reportOf(evidence))[0]?.remedy).toEqual({ kind: 'command', command: 'gradus model new churn' });
  });

  it('makes a page of it that says what anybody wrote, and runs none of it', () => {
    const evidence = fullEvidence([]);
    const why = '<script>alert("x")</script> & \'more\'';
    const { subject } = evidence;
    const page = reportPage(
      reportOf({ ...evidence, subject: { ...subject!, decision: { ...subject!.decision!, why } } }),
    );
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;more&#39;');
    expect(page).not.toContain('<script');
    expect(page.match(/<tr id=/g)).toHaveLength(criteria.length);
  });
});

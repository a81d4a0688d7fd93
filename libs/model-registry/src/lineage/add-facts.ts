/** What the registry's facts of a version add to its lineage: notebook, code, data set, decision. */
import type { ModelVersion } from '../version.ts';
import type { LineageGraph, LineageLink, LineageNode, LineageNodeKind } from './lineage-graph.ts';
import { lastPart } from './lineage-node.ts';

const HASH_CHARACTERS = 12;

/** A graph with them; what is there already gets a better name instead of a double. */
export const addFacts = (graph: LineageGraph, version: ModelVersion): LineageGraph => {
  const { facts, decision, status } = version;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges: LineageLink[] = [...graph.edges];
  const originsOf = (id: string): LineageNode[] =>
    edges.filter(({ to }) => to === id).map(({ from }) => nodes.get(from)!);
  const link = (from: string, to: string): void => {
    if (!edges.some((edge) => edge.from === from && edge.to === to)) edges.push({ from, to });
  };
  /** The node of that URI, which stands where SageMaker saw it, or else before `target`. */
  const origin = (kind: LineageNodeKind, uri: string | undefined, target: string): void => {
    if (!uri) return;
    const known = [...nodes.values()].find((node) => node.uri === uri);
    if (known) nodes.set(known.id, { ...known, kind });
    else {
      nodes.set(uri, { id: uri, kind, name: lastPart(uri), uri });
      link(uri, target);
    }
  };

  if (version.artifact) origin('artifact', version.artifact, version.arn);
  const artifact = [...nodes.values()].find(({ uri }) => uri === version.artifact);
  const job = jobOf(version, [...nodes.values()]);
  if (job && !nodes.has(job.id)) {
    nodes.set(job.id, job);
    link(job.id, artifact?.id ?? version.arn);
  }
  const made = job?.id ?? artifact?.id ?? version.arn;
  origin('notebook', facts?.notebook, made);
  origin('code', facts?.code, made);
  if (facts?.dataset) {
    const { name, rows, sha256, source } = facts.dataset;
    const detail = `${rows.toLocaleString('en-US')} rows, sha256 ${sha256.slice(0, HASH_CHARACTERS)}`;
    const inputs = originsOf(made).filter(({ kind }) => kind === 'data');
    if (inputs.length === 1) nodes.set(inputs[0]!.id, { ...inputs[0]!, name, detail });
    else {
      const id = `dataset:${sha256}`;
      nodes.set(id, { id, kind: 'data', name, detail: source ? `${detail}, ${source}` : detail });
      link(id, made);
    }
  }
  for (const approval of originsOf(version.arn).filter(({ kind, name }) => kind === 'approval' && name === status)) {
    if (decision) nodes.set(approval.id, { ...approval, detail: `${lastPart(decision.by)}: ${decision.why}` });
  }
  return { ...graph, nodes: [...nodes.values()], edges };
};

/** The job among the nodes, or one that only the facts name. */
const jobOf = ({ facts }: ModelVersion, nodes: readonly LineageNode[]): LineageNode | undefined => {
  const name = facts?.trainingJob;
  if (!name) return undefined;
  return nodes.find((node) => node.kind === 'job' && node.name === name) ?? { id: `job:${name}`, kind: 'job', name };
};

/** A lineage for specs: two inputs, one job, two versions of which one is served. */
import type { LineageGraph } from '../lineage-graph.ts';

const S3 = 's3://gradus-111111111111-us-east-1/ns=films';

export const filmLineage = (): LineageGraph => ({
  start: 'version',
  nodes: [
    { id: 'version', kind: 'version', name: 'films version 3', arn: 'arn:aws:sagemaker:…:model-package/films/3' },
    {
      id: 'data',
      kind: 'data',
      name: 'prepared_watch_log',
      uri: `${S3}/input/data/train/`,
      detail: '100,836 rows, sha256 abababababab',
    },
    { id: 'notebook', kind: 'notebook', name: 'films.ipynb', uri: `${S3}/films/notebook/films.ipynb` },
    { id: 'code', kind: 'code', name: 'sourcedir.tar.gz', uri: `${S3}/films/code/sourcedir.tar.gz` },
    { id: 'image', kind: 'image', name: 'notebook:0.1.0', uri: 'gradus/notebook:0.1.0' },
    { id: 'job', kind: 'job', name: 'films-20260131-120509-a1b2c3' },
    { id: 'artifact', kind: 'artifact', name: 'model.tar.gz', uri: `${S3}/films/training/films-1/output/model.tar.gz` },
    { id: 'serving', kind: 'image', name: 'serving:0.1.0', uri: 'gradus/serving:0.1.0' },
    { id: 'approval', kind: 'approval', name: 'Approved', detail: 'mina: NDCG above the gate' },
    { id: 'deployment', kind: 'deployment', name: 'films-local-1769861109', detail: 'Completed' },
    { id: 'endpoint', kind: 'endpoint', name: 'films-local' },
  ],
  edges: [
    { from: 'data', to: 'job' },
    { from: 'notebook', to: 'job' },
    { from: 'code', to: 'job' },
    { from: 'image', to: 'job' },
    { from: 'job', to: 'artifact' },
    { from: 'artifact', to: 'version' },
    { from: 'serving', to: 'version' },
    { from: 'serving', to: 'deployment' },
    { from: 'approval', to: 'version' },
    { from: 'version', to: 'deployment' },
    { from: 'deployment', to: 'endpoint' },
  ],
});

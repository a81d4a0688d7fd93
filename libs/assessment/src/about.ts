/** What most criteria begin with: the version, the run, the endpoint or the pipeline that they are about, or that there is none. */
import type {
  DescribeEndpointCommandOutput,
  DescribeFeatureGroupCommandOutput,
  DescribeTrainingJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { ModelVersion, VersionFacts } from '@gradus/model-registry';
import type { Evidence } from './evidence/evidence.ts';
import type { Pipeline } from './evidence/pipelines.ts';
import { declare, notApplicable, notMet, run, type Judgement } from './judgement.ts';
import { callLink, nothingFound, sectionLink, versionLink } from './link.ts';

type Judge<Subject> = (subject: Subject, evidence: Evidence) => Judgement;

/** The version that the report is about, with the facts that Gradus registered. */
export const ofVersion =
  (judge: Judge<ModelVersion & { readonly facts: VersionFacts }>) =>
  (evidence: Evidence): Judgement => {
    const { subject, model } = evidence;
    const publish = run(`gradus publish ${model.name}`);
    if (!subject) {
      const asked = { label: 'asked', uri: `ListModelPackages ModelPackageGroupName=${model.name}` };
      return notMet(`no version of ${model.name} is registered`, publish, asked);
    }
    const { facts } = subject;
    if (!facts) {
      const why = `version ${subject.version} was registered by another tool, without what Gradus records`;
      return notMet(why, publish, versionLink(subject));
    }
    return judge({ ...subject, facts }, evidence);
  };

/** The training job that made the version. */
export const ofRun = (
  judge: (
    job: DescribeTrainingJobCommandOutput,
    version: ModelVersion & { readonly facts: VersionFacts },
    evidence: Evidence,
  ) => Judgement,
) =>
  ofVersion((version, evidence) => {
    if (evidence.job) return judge(evidence.job, version, evidence);
    const { trainingJob } = version.facts;
    const why =
      trainingJob === undefined
        ? `version ${version.version} was trained elsewhere: no run of it is recorded`
        : `training job ${trainingJob} is not there any more`;
    return notMet(why, run(`gradus publish ${evidence.model.name}`), versionLink(version));
  });

/** The endpoint; not applicable to a model that declares none. */
export const ofEndpoint =
  (judge: Judge<DescribeEndpointCommandOutput>) =>
  (evidence: Evidence): Judgement => {
    const { model, endpoint, approved, versions } = evidence;
    if (!model.serve?.endpoint) return notApplicable('model.ts declares no endpoint', sectionLink('serve'));
    if (endpoint) return judge(endpoint, evidence);
    const asked = { label: 'asked', uri: `DescribeEndpoint EndpointName=${model.name}` };
    return notMet(`there is no endpoint ${model.name}`, run(wayToEndpoint(model.name, versions, approved)), asked);
  };

const wayToEndpoint = (name: string, versions: readonly ModelVersion[], approved: readonly ModelVersion[]): string => {
  if (approved[0]) return `gradus deploy ${name} ${approved[0].version}`;
  return versions[0] ? `gradus approve ${name} ${versions[0].version} --why "…"` : `gradus publish ${name}`;
};

/** The first pipeline of the model. */
export const ofPipeline =
  (judge: Judge<Pipeline>) =>
  (evidence: Evidence): Judgement => {
    const { pipelines, model } = evidence;
    const [pipeline] = pipelines.items;
    if (pipeline) return judge(pipeline, evidence);
    const why = nothingFound(pipelines, `pipeline of ${model.name}`);
    return notMet(why, declare('pipeline', 1), callLink(pipelines));
  };

/** The feature groups that bear the model's name; not applicable to a model without features: a feature store is optional. */
export const ofFeatures =
  (judge: (groups: readonly DescribeFeatureGroupCommandOutput[]) => Judgement) =>
  ({ model, featureGroups }: Evidence): Judgement => {
    if (featureGroups.items.length > 0) return judge(featureGroups.items);
    if (declaresFeatures(model)) {
      const why = `model.ts declares features; ${nothingFound(featureGroups, 'feature group of it')}`;
      return notMet(why, declare('features', 1), callLink(featureGroups));
    }
    return notApplicable('the model declares no features', sectionLink('features'));
  };

const declaresFeatures = (model: object): boolean => (model as { readonly features?: unknown }).features !== undefined;

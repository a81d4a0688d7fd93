/** AWS's framework images in Python: which packages their tags stand for. */
import { PACKAGES_VARIABLE } from '@gradus/python';
import type { ImageRegistry, Runtime } from '@gradus/plane';

/** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`. */
const ECR = /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([a-z0-9][a-z0-9._/-]*):([\w.-]+)$/;

/** `2.3.0` and `2.3` are any release of 2.3: the images' own, newest fixes included. */
const like = (name: string, version: string | undefined): string => {
  const [major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '')?.slice(1) ?? [];
  return minor === undefined ? name : `${name}==${major!}.${minor}.*`;
};

const TABLES = ['numpy', 'pandas'];

/** Images by repository: the packages that one of a tag brings, as far as scripts count on them. */
const FRAMEWORKS: readonly (readonly [RegExp, (tag: string) => readonly string[]])[] = [
  [/^sagemaker-scikit-learn$/, (tag) => [like('scikit-learn', tag), 'joblib', ...TABLES]],
  [/^sagemaker-xgboost$/, (tag) => [like('xgboost', tag), 'scikit-learn', ...TABLES]],
  [/^pytorch-(?:training|inference)$/, (tag) => [like('torch', tag), ...TABLES]],
  [/^tensorflow-(?:training|inference)$/, (tag) => [like('tensorflow', tag), ...TABLES]],
  [
    /^huggingface-pytorch-(?:training|inference)$/,
    (tag) => [like('torch', tag), like('transformers', /transformers([\d.]+)/.exec(tag)?.[1]), 'datasets', ...TABLES],
  ],
];

/** What an image of AWS brings, as lines of requirements; undefined for any other image. */
export const frameworkPackages = (image: string): readonly string[] | undefined => {
  const [repository, tag] = ECR.exec(image)?.slice(1) ?? [];
  if (repository === undefined || tag === undefined) return undefined;
  return FRAMEWORKS.find(([pattern]) => pattern.test(repository))?.[1](tag);
};

/** Ours first; then AWS's framework images, each as `python` with the packages of its tag. */
export const withFrameworks = (ours: ImageRegistry, python: Runtime): ImageRegistry => ({
  resolve: (uri) => {
    const known = ours.resolve(uri);
    const packages = known ? undefined : frameworkPackages(uri);
    if (!packages) return known;
    return { ...python, env: { ...python.env, [PACKAGES_VARIABLE]: packages.join('\n') } };
  },
});

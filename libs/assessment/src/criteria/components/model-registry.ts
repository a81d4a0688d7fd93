/** Level 2, component: the model registry. */
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { versionLink } from '../../link.ts';

export const modelRegistry = criterion({
  id: 'model-registry',
  level: 2,
  list: 'components',
  title: 'Model registry',
  source: 'A registry that stores the trained models.',
  judge: ({ versions, model }) => {
    const [newest] = versions;
    if (newest) return met(`SageMaker's model registry holds it, up to version ${newest.version}`, versionLink(newest));
    const asked = { label: 'asked', uri: `ListModelPackages ModelPackageGroupName=${model.name}` };
    return notMet(`no version of ${model.name} is registered`, run(`gradus publish ${model.name}`), asked);
  },
});

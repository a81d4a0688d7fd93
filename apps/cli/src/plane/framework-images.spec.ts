import { imageRegistry } from '@gradus/plane';
import { describe, expect, it } from 'vitest';
import { frameworkPackages, withFrameworks } from './framework-images.ts';

const ECR = '683313688378.dkr.ecr.us-east-1.amazonaws.com';

describe("AWS's framework images", () => {
  it.each([
    [`${ECR}/sagemaker-scikit-learn:1.2-1-cpu-py3`, 'scikit-learn==1.2.*'],
    [`${ECR}/sagemaker-xgboost:1.7-1`, 'xgboost==1.7.*'],
    [
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3.0-cpu-py311-ubuntu20.04-sagemaker',
      'torch==2.3.*',
    ],
    ['763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-training:2.14.1-cpu-py310', 'tensorflow==2.14.*'],
    [
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-training:2.1.0-transformers4.36.0-cpu-py310',
      'transformers==4.36.*',
    ],
    [`${ECR}/sagemaker-scikit-learn:latest`, 'scikit-learn'],
  ])('%s brings %s', (image, wanted) => expect(frameworkPackages(image)).toContain(wanted));

  it.each([`${ECR}/my-own:1`, 'sagemaker-scikit-learn:1.2-1', `${ECR}/sagemaker-scikit-learn`])(
    'knows nothing of %s',
    (image) => expect(frameworkPackages(image)).toBeUndefined(),
  );

  it('run as Python with those packages, after our own images', () => {
    const own = { name: 'own', argv: {} };
    const images = withFrameworks(imageRegistry([{ pattern: /xgboost/, runtime: own }]), {
      name: 'python',
      argv: { train: ['train'] },
      env: { A: '1' },
    });
    expect(images.resolve(`${ECR}/sagemaker-xgboost:1.7-1`)).toBe(own);
    expect(images.resolve(`${ECR}/sagemaker-scikit-learn:1.2-1-cpu-py3`)).toEqual({
      name: 'python',
      argv: { train: ['train'] },
      env: { A: '1', GRADUS_PYTHON_PACKAGES: 'scikit-learn==1.2.*\njoblib\nnumpy\npandas' },
    });
    expect(images.resolve('busybox')).toBeUndefined();
  });
});

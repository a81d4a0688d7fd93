/**
 * PutBucketLifecycleConfiguration: replaces a bucket's rules, which are carried out at midnight (UTC) from then on.
 * @source docs - API_PutBucketLifecycleConfiguration, "Lifecycle configuration elements"; error texts from reports of S3's answers
 */
import { encodeDocument } from '../../store/document.ts';
import { requireBucket, setBucket } from './bucket.ts';
import { invalidArgument, malformedXml } from './errors.ts';
import { checkRules } from './lifecycle-configuration.ts';
import { ensureLifecycle } from './lifecycle-machine.ts';
import type { Lifecycle } from './lifecycle-rule.ts';
import type { S3Handler } from './operation.ts';

const MINIMA = ['all_storage_classes_128K', 'varies_by_storage_class'];

export const putBucketLifecycleConfiguration: S3Handler<'PutBucketLifecycleConfiguration'> = (input, context) => {
  const bucket = requireBucket(context, input);
  // It is about transitions alone, which no rule here has.
  const { TransitionDefaultMinimumObjectSize: transitionMinimum = 'all_storage_classes_128K' } = input;
  if (!MINIMA.includes(transitionMinimum)) {
    throw invalidArgument('Invalid value', 'x-amz-transition-default-minimum-object-size', transitionMinimum);
  }
  if (!input.LifecycleConfiguration) throw malformedXml();
  const lifecycle: Lifecycle = { rules: checkRules(input.LifecycleConfiguration.Rules), transitionMinimum };
  const { store, engine } = context.plane;
  store.transaction(() => {
    setBucket(store, bucket.name, 'lifecycle', encodeDocument(lifecycle));
    ensureLifecycle(engine, bucket);
  });
  return { TransitionDefaultMinimumObjectSize: transitionMinimum };
};

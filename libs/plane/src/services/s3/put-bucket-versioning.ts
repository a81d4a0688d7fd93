/**
 * PutBucketVersioning: from then on writes make versions, or, suspended, replace the version `null`. Versioning never ends.
 * @source docs - API_PutBucketVersioning, "How S3 Versioning works"
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket, setBucket } from './bucket.ts';
import { malformedXml, notImplemented } from './errors.ts';
import type { S3Handler } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

export const putBucketVersioning: S3Handler<'PutBucketVersioning'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  // S3's tables name the values, the wire does not check them.
  const asked: { readonly Status?: string; readonly MFADelete?: string } = input.VersioningConfiguration;
  const { Status: status, MFADelete: mfaDelete } = asked;
  if (mfaDelete !== undefined && mfaDelete !== 'Disabled') {
    throw mfaDelete === 'Enabled' ? notImplemented('MfaDelete') : malformedXml();
  }
  if (status === undefined) {
    throw new AwsError('IllegalVersioningConfigurationException', 400, 'The Versioning element must be specified');
  }
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  const { store } = context.plane;
  store.transaction(() => setBucket(store, bucket.name, 'versioning', status));
  return {};
};

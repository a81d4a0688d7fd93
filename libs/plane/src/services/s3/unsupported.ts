/** What S3 does and the plane does not: refused by name, so that nothing that a caller asked for silently does not happen. */
import { AwsError } from '../../wire/aws-error.ts';
import { notImplemented } from './errors.ts';

/** Input members, by the names that travel. RequestPayer is missing on purpose: there is nothing to pay. */
const REFUSED: Readonly<Record<string, string>> = {
  AnnotationDirective: 'x-amz-annotation-directive',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  BucketNamespace: 'x-amz-bucket-namespace',
  BypassGovernanceRetention: 'x-amz-bypass-governance-retention',
  CopySourceSSECustomerAlgorithm: 'x-amz-copy-source-server-side-encryption-customer-algorithm',
  CopySourceSSECustomerKey: 'x-amz-copy-source-server-side-encryption-customer-key',
  CopySourceSSECustomerKeyMD5: 'x-amz-copy-source-server-side-encryption-customer-key-MD5',
  IfMatchInitiatedTime: 'x-amz-if-match-initiated-time',
  IfMatchLastModifiedTime: 'x-amz-if-match-last-modified-time',
  IfMatchSize: 'x-amz-if-match-size',
  MFA: 'x-amz-mfa',
  ObjectLockEnabledForBucket: 'x-amz-bucket-object-lock-enabled',
  ObjectLockEventHold: 'x-amz-object-lock-event-hold',
  ObjectLockEventHoldDurationDays: 'x-amz-object-lock-event-hold-duration-days',
  ObjectLockEventHoldDurationYears: 'x-amz-object-lock-event-hold-duration-years',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  OptionalObjectAttributes: 'x-amz-optional-object-attributes',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-MD5',
  SSEKMSEncryptionContext: 'x-amz-server-side-encryption-context',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
  WriteOffsetBytes: 'x-amz-write-offset-bytes',
};

const GRANTS = ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'];

/** Classes whose objects can be read at once; the archives need RestoreObject. */
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

interface Askable {
  readonly ACL?: string;
  readonly ServerSideEncryption?: string;
  readonly StorageClass?: string;
}

/** @throws NotImplemented, AccessControlListNotSupported */
export const refuseUnsupported = (request: object): void => {
  const input: Askable = request;
  for (const [member, value] of Object.entries(input)) {
    const header = REFUSED[member];
    if (header !== undefined && value !== undefined && value !== false) throw notImplemented(header);
    if (GRANTS.includes(member) && value !== undefined) throw aclNotSupported();
  }
  // Buckets are as S3 makes them: owner enforced, without ACLs. These two say what holds anyway.
  if (input.ACL !== undefined && !['private', 'bucket-owner-full-control'].includes(input.ACL)) throw aclNotSupported();
  /*
   * S3 encrypts every object with AES256 whether asked to or not, so asking changes nothing. The plane keeps bytes in
   * clear on the machine's own disk and never answers that an object is encrypted.
   */
  if (input.ServerSideEncryption !== undefined && input.ServerSideEncryption !== 'AES256') {
    throw notImplemented('x-amz-server-side-encryption');
  }
  if (input.StorageClass !== undefined && !STORAGE_CLASSES.includes(input.StorageClass)) {
    throw notImplemented('x-amz-storage-class');
  }
};

const aclNotSupported = (): AwsError =>
  new AwsError('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');

/** What can be wrong with a request's signature, and the error that each kind of AWS service answers for it. */
import { AwsError, type AwsErrorMembers } from './aws-error.ts';

export type AuthFaultKind =
  | 'missing'
  | 'twoMechanisms'
  | 'oldMechanism'
  | 'incomplete'
  | 'noRegion'
  | 'unknownKey'
  | 'mismatch'
  | 'tooOld'
  | 'tooNew'
  | 'presignInvalid'
  | 'presignExpired'
  | 'presignNotYet'
  | 'unsignedHeader'
  | 'badToken'
  | 'expiredToken'
  | 'payloadMismatch';

export class AuthFault extends Error {
  override readonly name = 'AuthFault';
  readonly kind: AuthFaultKind;
  /** What S3's document of the error says besides. */
  readonly members: AwsErrorMembers;

  constructor(kind: AuthFaultKind, message = '', members: AwsErrorMembers = {}) {
    super(message);
    this.kind = kind;
    this.members = members;
  }
}

/** How a service words its errors: S3 by itself, the others by protocol. */
export type AuthDialect = 's3' | 'json' | 'rest-json' | 'query';

type Answer = readonly [code: string, status: number, message: string];

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** The coral services word them alike; their status differs: 400 over the json protocol, 403 over rest-json. */
const coral = (status: number): Record<AuthFaultKind, Answer> => ({
  missing: ['MissingAuthenticationTokenException', status, 'Missing Authentication Token'],
  twoMechanisms: ['IncompleteSignatureException', 400, ''],
  oldMechanism: ['MissingAuthenticationTokenException', status, 'Missing Authentication Token'],
  incomplete: ['IncompleteSignatureException', 400, ''],
  noRegion: ['InvalidSignatureException', status, ''],
  unknownKey: ['UnrecognizedClientException', status, INVALID_TOKEN],
  mismatch: ['InvalidSignatureException', status, MISMATCH],
  tooOld: ['InvalidSignatureException', status, ''],
  tooNew: ['InvalidSignatureException', status, ''],
  presignInvalid: ['IncompleteSignatureException', 400, ''],
  presignExpired: ['InvalidSignatureException', status, ''],
  presignNotYet: ['InvalidSignatureException', status, ''],
  unsignedHeader: ['InvalidSignatureException', status, MISMATCH],
  badToken: ['UnrecognizedClientException', status, INVALID_TOKEN],
  expiredToken: ['ExpiredTokenException', status, EXPIRED_TOKEN],
  payloadMismatch: ['InvalidSignatureException', status, MISMATCH],
});

const ANSWERS: Record<AuthDialect, Record<AuthFaultKind, Answer>> = {
  json: coral(400),
  'rest-json': coral(403),
  query: {
    missing: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    twoMechanisms: ['IncompleteSignature', 400, ''],
    oldMechanism: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    incomplete: ['IncompleteSignature', 400, ''],
    noRegion: ['SignatureDoesNotMatch', 403, ''],
    unknownKey: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    mismatch: ['SignatureDoesNotMatch', 403, MISMATCH],
    tooOld: ['SignatureDoesNotMatch', 403, ''],
    tooNew: ['SignatureDoesNotMatch', 403, ''],
    presignInvalid: ['IncompleteSignature', 400, ''],
    presignExpired: ['SignatureDoesNotMatch', 403, ''],
    presignNotYet: ['SignatureDoesNotMatch', 403, ''],
    unsignedHeader: ['SignatureDoesNotMatch', 403, MISMATCH],
    badToken: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    expiredToken: ['ExpiredToken', 403, EXPIRED_TOKEN],
    payloadMismatch: ['SignatureDoesNotMatch', 403, MISMATCH],
  },
  s3: {
    missing: ['AccessDenied', 403, 'Access Denied'],
    twoMechanisms: ['InvalidArgument', 400, ''],
    oldMechanism: [
      'InvalidRequest',
      400,
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
    incomplete: ['AuthorizationHeaderMalformed', 400, ''],
    noRegion: ['AuthorizationHeaderMalformed', 400, ''],
    unknownKey: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    mismatch: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
    tooOld: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
    tooNew: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
    presignInvalid: ['AuthorizationQueryParametersError', 400, ''],
    presignExpired: ['AccessDenied', 403, 'Request has expired'],
    presignNotYet: ['AccessDenied', 403, 'Request is not yet valid'],
    unsignedHeader: ['AccessDenied', 403, 'There were headers present in the request which were not signed'],
    badToken: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    expiredToken: ['ExpiredToken', 400, 'The provided token has expired.'],
    payloadMismatch: [
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
  },
};

/** The error that a service of that dialect answers; the fault's own text fills in where AWS's depends on the request. */
export const authError = (fault: AuthFault, dialect: AuthDialect): AwsError => {
  const [code, status, message] = ANSWERS[dialect][fault.kind];
  return new AwsError(code, status, message || fault.message, dialect === 's3' ? fault.members : {});
};

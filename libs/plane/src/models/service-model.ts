/** The shape of the generated service tables: what the wire needs to route, parse, validate and serialize. */

/** Protocol names as botocore's `metadata.protocols` spells them. */
export type ProtocolName = 'json' | 'rest-json' | 'rest-xml' | 'query';

export interface ServiceModel {
  /** botocore's folder name, e.g. `sagemaker`, `s3`, `sagemaker-runtime`. */
  readonly id: string;
  /** The service in the SigV4 credential scope; several services may share one. */
  readonly signingName: string;
  readonly endpointPrefix: string;
  /** The service's name in words, e.g. `CloudWatch Logs`. */
  readonly serviceId: string;
  readonly apiVersion: string;
  readonly protocols: readonly ProtocolName[];
  /** `X-Amz-Target: <targetPrefix>.<Operation>` of the json protocol. */
  readonly targetPrefix?: string;
  readonly jsonVersion?: '1.0' | '1.1';
  readonly xmlNamespace?: string;
  /** It spoke the query protocol first: its errors in JSON carry the codes of that protocol in a header. */
  readonly queryCompatible?: true;
  /** The error code of input that breaks a constraint; S3 has none: it checks in its own words. */
  readonly validationError?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** The service's other operations, so that a request for one is told by name that it is not answered. */
  readonly unanswered: Readonly<Record<string, UnansweredOperation>>;
  readonly shapes: Readonly<Record<string, ShapeModel>>;
}

export interface HttpBinding {
  readonly method: string;
  /** e.g. `/{Bucket}/{Key+}?uploads`. */
  readonly requestUri: string;
  readonly responseCode?: number;
}

/** Query keys and headers without which a request of that method and URI is another operation's. */
export interface RequestRequirements {
  readonly query?: readonly string[];
  readonly headers?: readonly string[];
}

export interface UnansweredOperation {
  /** Of REST protocols only; the others name the operation in the request. */
  readonly http?: HttpBinding;
  readonly requires?: RequestRequirements;
}

export interface OperationModel {
  readonly http: HttpBinding;
  readonly requires?: RequestRequirements;
  /** Names of shapes in `shapes`. */
  readonly input?: string;
  readonly output?: string;
  readonly resultWrapper?: string;
  readonly errors?: readonly string[];
  /** S3: operations whose request must carry a checksum or Content-MD5. */
  readonly requestChecksumRequired?: boolean;
  /** Clients may compress the request's body. */
  readonly requestCompression?: 'gzip';
  /**
   * Input and output are JSON as it travels: the handler checks the one, and the other is sent as it is (items of
   * DynamoDB, which says in its own words what is wrong with them).
   */
  readonly document?: true;
  /** `none` for operations that are answered without a signature. */
  readonly auth?: 'none';
}

export type ShapeModel = StructureShape | ListShape | MapShape | ScalarShape;

export interface MemberModel {
  readonly shape: string;
  readonly location?: 'header' | 'headers' | 'querystring' | 'uri' | 'statusCode';
  readonly locationName?: string;
  readonly xmlAttribute?: boolean;
  readonly flattened?: boolean;
  readonly streaming?: boolean;
  readonly timestampFormat?: TimestampFormat;
  readonly xmlNamespace?: string;
  /** The SDK makes this member up when the caller gives none. */
  readonly idempotencyToken?: boolean;
}

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp';

export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, MemberModel>>;
  readonly required?: readonly string[];
  readonly payload?: string;
  readonly union?: boolean;
  /** Set on error shapes. */
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
  /** The root element of its XML document. */
  readonly locationName?: string;
  readonly xmlNamespace?: string;
  /** S3's GetBucketLocation: the root element holds the only member's text, not a child element. */
  readonly unwrapped?: boolean;
}

export interface ListShape {
  readonly type: 'list';
  readonly member: MemberModel;
  readonly min?: number;
  readonly max?: number;
  readonly flattened?: boolean;
}

export interface MapShape {
  readonly type: 'map';
  readonly key: MemberModel;
  readonly value: MemberModel;
  readonly min?: number;
  readonly max?: number;
  readonly flattened?: boolean;
}

export interface ScalarShape {
  readonly type: 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob';
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly timestampFormat?: TimestampFormat;
  readonly sensitive?: boolean;
}

/** The error that an AWS service answers: what a handler throws and the wire serializes in the caller's protocol. */

/** Members beyond `message` that some modeled errors carry, e.g. ModelError's `OriginalStatusCode`. */
export type AwsErrorMembers = Readonly<Record<string, unknown>>;

export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** AWS's error code as it travels, e.g. `ValidationException`, `NoSuchKey`. */
  readonly code: string;
  readonly statusCode: number;
  readonly members: AwsErrorMembers;
  /** Beyond those that every answer of the protocol carries, e.g. S3's `x-amz-delete-marker`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    statusCode: number,
    message: string,
    members: AwsErrorMembers = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.members = members;
    this.headers = headers;
  }
}

/** 400 ValidationException, the answer of most control-plane services to bad input. */
export const validationException = (message: string): AwsError => new AwsError('ValidationException', 400, message);

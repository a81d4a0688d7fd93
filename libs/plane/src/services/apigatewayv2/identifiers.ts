/** Identifiers and ARNs as API Gateway makes them. */
import { randomBytes } from 'node:crypto';
import { badRequest } from './errors.ts';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');

/** Ten characters, unique in the plane: the host name of an API holds nothing else. */
export const newApiId = (): string => `${LETTERS[10 + (randomBytes(1)[0]! % 26)]}${randomText(9)}`;

/** Of routes, integrations and deployments; unique in their API. */
export const newPartId = (): string => randomText(7);

/** What a tag can be on. */
export interface TaggedResource {
  readonly apiId: string;
  readonly stage?: string;
}

const ARN = /^arn:aws:apigateway:([a-z0-9-]+)::\/apis\/([a-z0-9]+)(?:\/stages\/([^/]+))?$/;

/**
 * Takes `arn:aws:apigateway:<region>::/apis/<apiId>[/stages/<stage>]` apart.
 * @throws AwsError BadRequestException
 */
export const parseResourceArn = (arn: string, region: string): TaggedResource => {
  const [, where, apiId, stage] = ARN.exec(arn) ?? [];
  if (apiId === undefined || where !== region) throw badRequest(`Invalid resource ARN specified: ${arn}`);
  return { apiId, ...(stage !== undefined && { stage }) };
};

/** What DynamoDB answers when a table is not there, is there already, or is busy. */
import { AwsError } from '../../wire/aws-error.ts';

/** Operations on items say no more than this. */
export const noSuchResource = (detail = ''): AwsError =>
  new AwsError('ResourceNotFoundException', 400, `Requested resource not found${detail}`);

export const noSuchTable = (name: string): AwsError => noSuchResource(`: Table: ${name} not found`);

export const tableInUse = (message: string): AwsError => new AwsError('ResourceInUseException', 400, message);

/** Errors of requests that cannot be read, in each protocol's own words. */
import { AwsError } from './aws-error.ts';

/** 400 SerializationException of the JSON protocols; AWS often gives it no message. */
export const serializationException = (message = ''): AwsError => new AwsError('SerializationException', 400, message);

/** S3's answer to a body that is not XML or not of its schema. */
export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** 400 MalformedInput of the query protocol: a field that is not of its type. */
export const malformedInput = (message = ''): AwsError => new AwsError('MalformedInput', 400, message);

/** A function's tags: their rules, and where they are kept. */
import type { CallContext } from '../../service.ts';
import { invalidParameter } from './errors.ts';
import { functionReference } from './function-name.ts';
import { requireFunction, type FunctionRow } from './function-table.ts';
import { unsupported } from './unsupported.ts';

const MOST_TAGS = 50;

/** @source unverified - the texts */
export const checkTags = (tags: Readonly<Record<string, string>>): void => {
  const keys = Object.keys(tags);
  if (keys.length > MOST_TAGS) throw invalidParameter(`The number of tags exceeds the limit of ${MOST_TAGS}.`);
  for (const [key, value] of Object.entries(tags)) {
    if (key.length === 0 || key.length > 128 || value.length > 256 || key.startsWith('aws:')) {
      throw invalidParameter(`Invalid tag: ${key}`);
    }
  }
};

/** @throws AwsError ResourceNotFoundException, InvalidParameterValueException for what is no function's own ARN */
export const taggedFunction = (context: CallContext, arn: string): FunctionRow => {
  if (!arn.includes(':function:')) throw unsupported('tags', `the resource ${arn}`);
  const { name, qualifier } = functionReference(context, arn);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'Tags on function aliases and versions are not supported. Please specify either a function ARN or an event source mapping ARN.',
    );
  }
  return requireFunction(context, name);
};

export const tagsOf = ({ tags }: FunctionRow): Record<string, string> => JSON.parse(tags) as Record<string, string>;

/** Within the caller's transaction. */
export const putTags = ({ plane }: CallContext, row: FunctionRow, tags: Readonly<Record<string, string>>): void => {
  plane.store.run('update lambda_function set tags = ? where id = ?', JSON.stringify(tags), row.id);
};

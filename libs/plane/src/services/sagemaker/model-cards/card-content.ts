/** The content of model cards: JSON of a schema, whole or only what is said of it without a key. */
import { validationException } from '../../../wire/aws-error.ts';
import { misfit, type ContentShape } from './content-shape.ts';

type Content = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What `IncludedData: MetadataOnly` leaves of a card. */
const METADATA: readonly (readonly [section: string, member: string])[] = [
  ['model_overview', 'model_id'],
  ['model_overview', 'model_name'],
  ['intended_uses', 'risk_rating'],
  ['model_package_details', 'model_package_group_name'],
  ['model_package_details', 'model_package_arn'],
];

/**
 * Checks that `content` is JSON of that shape.
 * @throws AwsError ValidationException that names the first place that does not fit
 */
export const checkCardContent = (content: string, schema: ContentShape): void => {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw validationException('Model card content is not a valid JSON.');
  }
  const wrong = misfit(schema, value);
  if (wrong !== undefined) throw validationException(`Model card content does not match the schema: ${wrong}`);
};

/** The metadata of content that was checked. */
export const cardMetadata = (content: string): string => {
  const whole = JSON.parse(content) as Content;
  const kept: Record<string, Record<string, unknown>> = {};
  for (const [section, member] of METADATA) {
    const value = whole[section]?.[member];
    if (value !== undefined) (kept[section] ??= {})[member] = value;
  }
  return JSON.stringify(kept);
};

/** What a life-cycle configuration may say: S3's rules for rules, in S3's words, and what the plane refuses by name. */
import { randomUUID } from 'node:crypto';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml, notImplemented } from './errors.ts';
import { conditionsOf, DAY_MS, ownPrefix } from './lifecycle-rule.ts';

const MOST_RULES = 1000;
const MAX_ID = 255;

const argument = (message: string, name: string, value: unknown): Error =>
  invalidArgument(message, name, String(value));

const checkShape = (rule: LifecycleRule): void => {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformedXml();
  if ((rule.Filter === undefined) === (ownPrefix(rule) === undefined)) throw malformedXml();
  if (Object.values(rule.Filter ?? {}).filter((condition) => condition !== undefined).length > 1) throw malformedXml();
};

const refuse = (rule: LifecycleRule): void => {
  if (rule.Transitions?.length) throw notImplemented('Transition');
  if (rule.NoncurrentVersionTransitions?.length) throw notImplemented('NoncurrentVersionTransition');
};

const checkPositive = (days: number | undefined, name: string, action: string): void => {
  if (days !== undefined && days < 1) {
    throw argument(`'${name}' for ${action} action must be a positive integer`, name, days);
  }
};

const checkExpiration = ({ Expiration: expiration }: LifecycleRule): void => {
  if (!expiration) return;
  const { Days, Date: date, ExpiredObjectDeleteMarker: marker } = expiration;
  if ([Days, date, marker].filter((each) => each !== undefined).length !== 1) throw malformedXml();
  checkPositive(Days, 'Days', 'Expiration');
  if (date && date.getTime() % DAY_MS !== 0)
    throw argument("'Date' must be at midnight GMT", 'Date', date.toISOString());
};

const checkActions = (rule: LifecycleRule): void => {
  const { Expiration, NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = rule;
  if (!Expiration && !noncurrent && !abort) {
    throw invalidRequest('At least one action needs to be specified in a rule');
  }
  checkExpiration(rule);
  if (noncurrent) {
    if (noncurrent.NoncurrentDays === undefined) throw malformedXml();
    checkPositive(noncurrent.NoncurrentDays, 'NoncurrentDays', 'NoncurrentVersionExpiration');
    checkPositive(noncurrent.NewerNoncurrentVersions, 'NewerNoncurrentVersions', 'NoncurrentVersionExpiration');
  }
  if (abort) {
    if (abort.DaysAfterInitiation === undefined) throw malformedXml();
    checkPositive(abort.DaysAfterInitiation, 'DaysAfterInitiation', 'AbortIncompleteMultipartUpload');
  }
};

const checkFilter = (rule: LifecycleRule): void => {
  const { tags, above, below } = conditionsOf(rule);
  const bySize = above !== undefined || below !== undefined;
  const actions = {
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload !== undefined,
    ExpiredObjectDeleteMarker: rule.Expiration?.ExpiredObjectDeleteMarker === true,
  };
  for (const [action, asked] of Object.entries(actions)) {
    if (asked && tags.length > 0) throw invalidRequest(`${action} cannot be specified with Tags.`);
    if (asked && bySize) throw invalidRequest(`${action} cannot be specified with Object Size.`);
  }
  if (above !== undefined && below !== undefined && above >= below) {
    throw invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
  }
};

/**
 * The rules, each with an ID.
 * @throws MalformedXML, InvalidArgument, InvalidRequest, NotImplemented for transitions
 */
export const checkRules = (rules: readonly LifecycleRule[]): LifecycleRule[] => {
  if (rules.length === 0 || rules.length > MOST_RULES) throw malformedXml();
  const ids = new Set<string>();
  return rules.map((rule) => {
    checkShape(rule);
    refuse(rule);
    checkActions(rule);
    checkFilter(rule);
    const ID = rule.ID || randomUUID();
    if (ID.length > MAX_ID) throw argument('ID length should not exceed allowed limit of 255', 'ID', ID);
    if (ids.has(ID)) throw argument('Rule ID must be unique. Found same ID for more than one rule', 'ID', ID);
    ids.add(ID);
    return { ...rule, ID };
  });
};

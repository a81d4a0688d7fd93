/** Links to evidence. */
import type { ModelVersion } from '@gradus/model-registry';
import type { Found } from './evidence/evidence.ts';
import type { Link, Section } from './judgement.ts';

/** What follows the last `/` of an ARN: a user's, a session's or a resource's name. */
export const lastPart = (arn: string): string => arn.split('/').at(-1) ?? arn;

export const versionLink = ({ group, version, arn }: ModelVersion): Link => ({
  label: `${group} version ${version}`,
  uri: arn,
});

export const objectLink = (uri: string): Link => ({ label: lastPart(uri), uri });

export const resourceLink = (label: string, arn: string | undefined): Link => ({ label, uri: arn ?? '' });

export const commitLink = (commit: string): Link => ({ label: 'commit', uri: `git:${commit}` });

export const sectionLink = (section: Section | 'serve'): Link => ({ label: 'model.ts', uri: `model.ts#${section}` });

/** The call that a finding rests on. */
export const callLink = ({ call, refused }: Found<unknown>): Link => ({
  label: refused === undefined ? 'asked' : 'asked, refused',
  uri: call,
});

/** Why there is nothing, in words: `ListPipelines finds none`. */
export const nothingFound = ({ call, refused }: Found<unknown>, what: string): string => {
  const operation = call.split(' ')[0]!;
  return refused === undefined
    ? `${operation} finds no ${what}`
    : `the environment answers no ${operation} (${refused})`;
};

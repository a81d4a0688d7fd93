/** Level 2, component: source control. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { change, met, notMet } from '../../judgement.ts';
import { commitLink, versionLink } from '../../link.ts';

export const sourceControl = criterion({
  id: 'source-control',
  level: 2,
  list: 'components',
  title: 'Source control',
  source: 'Code, and what defines the pipeline, is kept in source control.',
  judge: ofVersion((version, { package: description, model }) => {
    const { commit } = version.facts;
    const repository = description?.MetadataProperties?.Repository;
    const publish = `gradus publish ${model.name}`;
    if (commit === undefined) {
      return notMet(
        'the version names no commit',
        change('put the workspace under git', publish),
        versionLink(version),
      );
    }
    if (repository === undefined) {
      const why = `commit ${commit.slice(0, 8)} is of a repository without a remote`;
      return notMet(why, change('add the remote origin', publish), commitLink(commit), versionLink(version));
    }
    return met(repository, { label: 'repository', uri: repository }, commitLink(commit), versionLink(version));
  }),
});

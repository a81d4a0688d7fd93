/** Level 0: the commit and the data that a version came from are known. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { change, met, notMet, run } from '../../judgement.ts';
import { commitLink, objectLink, versionLink } from '../../link.ts';

export const provenance = criterion({
  id: 'provenance',
  level: 0,
  list: 'manual-process',
  title: 'A version can be traced to its commit and its data',
  source: 'The data scientists prepare the data and code by hand; what made a model is known to them only.',
  judge: ofVersion((version, { model }) => {
    const { commit, dirty, dataset, code } = version.facts;
    const publish = `gradus publish ${model.name}`;
    const links = [versionLink(version), ...(code === undefined ? [] : [objectLink(code)])];
    if (commit === undefined) {
      const where =
        version.facts.trainingJob === undefined
          ? 'elsewhere, from a commit that nobody named'
          : 'outside of a git repository';
      const why = `version ${version.version} was made ${where}`;
      return notMet(why, change('commit the workspace', publish), ...links);
    }
    if (dirty) {
      const why = `version ${version.version} was published with a dirty work tree: commit ${commit.slice(0, 8)} does not hold all of its code`;
      return notMet(why, change('commit the changes', publish), commitLink(commit), ...links);
    }
    if (!dataset) return notMet(`nothing tells what data version ${version.version} saw`, run(publish), ...links);
    const data = `${dataset.name}, ${dataset.rows} rows, sha256 ${dataset.sha256.slice(0, 12)}`;
    return met(`commit ${commit.slice(0, 8)}; ${data}`, commitLink(commit), ...links);
  }),
});

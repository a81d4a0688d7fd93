/** Level 0: the manual run can be repeated from what was recorded of it. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, resourceLink, versionLink } from '../../link.ts';

export const recordedRun = criterion({
  id: 'recorded-run',
  level: 0,
  list: 'manual-process',
  title: 'The manual run is recorded: code, program and parameters',
  source: 'Every step is manual, driven by scripts and run interactively, usually from a notebook.',
  judge: ofVersion((version, { objects, job, model }) => {
    const { facts } = version;
    const named = [facts.code, facts.notebook, facts.parameters];
    const kept = named.filter((uri) => uri !== undefined && objects.has(uri)) as string[];
    const publish = run(`gradus publish ${model.name}`);
    const links = [versionLink(version), ...kept.map(objectLink)] as const;
    if (kept.length < named.length) {
      const lacking = ['code', 'notebook', 'parameters'].filter((_, index) => !kept.includes(named[index] ?? ''));
      return notMet(`version ${version.version} lacks its ${lacking.join(', ')}`, publish, ...links);
    }
    if (!job) return notMet(`no training job of version ${version.version} is there`, publish, ...links);
    const name = job.TrainingJobName!;
    return met(`training job ${name}, with what it ran on`, resourceLink('training job', job.TrainingJobArn), ...links);
  }),
});

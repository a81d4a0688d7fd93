/** Level 2, CD: the prediction service is measured, queries per second and latency. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare, notApplicable } from '../../judgement.ts';
import { sectionLink } from '../../link.ts';

const unattested = onlyAttested('a load test', declare('release', 2));

export const checkPerformance = criterion({
  id: 'check-performance',
  level: 2,
  list: 'cd-checks',
  title: 'The prediction service is load-tested: queries per second and latency',
  source: "The service's performance is tested: queries per second and the latency of the model.",
  attestable: true,
  judge: (evidence) => {
    const { latencyP99, throughput } = evidence.model.requirements ?? {};
    return latencyP99 === undefined && throughput === undefined
      ? notApplicable('the model declares neither latencyP99 nor throughput', sectionLink('requirements'))
      : unattested(evidence);
  },
});

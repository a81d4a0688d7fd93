/** The ranker's metrics beside those of the first stage, which has no features. */
import { table } from '../../output.ts';
import { metricText } from '../../version-text.ts';
import type { RankingEvaluation } from './movie-tasks.ts';

const PREFIX = 'base_';

export const metricTable = ({ metrics, users, reached, better, worse }: RankingEvaluation): string =>
  [
    table([
      ['METRIC', 'WITH FEATURES', 'WITHOUT', 'TIMES'],
      ...Object.keys(metrics)
        .filter((name) => `${PREFIX}${name}` in metrics)
        .map((name) => {
          const [second, first] = [metrics[name]!, metrics[`${PREFIX}${name}`]!];
          return [name, metricText(second), metricText(first), first === 0 ? '-' : (second / first).toFixed(2)];
        }),
    ]),
    `${users} users, one held-out movie each, ranked among all that they have not seen. It is a candidate for ${reached}: ranked higher for ${better}, lower for ${worse}.`,
  ].join('\n');

/** What a model serves of its recommendations, in a sentence, and what comes next. */
import type { ServedPointer } from '@gradus/serving/recommendations';

/** `10 %`, with as many digits as it takes. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

/** Who is served what. */
export const servedNow = ({ stable, trial }: ServedPointer): string => {
  if (stable === undefined) return 'No data version is served yet.';
  if (!trial) return `Data version ${stable} is served to all.`;
  return `Data version ${trial.candidate} is served to ${percent(trial.share)} of the users, ${stable} to the others.`;
};

/** What is served beside a version that was just written, and how to serve that. */
export const served = (model: string, pointer: ServedPointer, version: string): string => {
  const { stable, trial } = pointer;
  if (stable === version || trial?.candidate === version) return servedNow(pointer);
  const next = [
    ...(stable === undefined ? [] : [`gradus compare-data ${model} ${stable} ${version}`]),
    `gradus switch-data ${model} ${version} --why "…"`,
  ];
  return [servedNow(pointer), ...next.map((command, index) => `${index === 0 ? 'Next:' : '     '} ${command}`)].join(
    '\n',
  );
};

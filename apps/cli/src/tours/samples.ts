/** The sample models that the tour can take: what each is asked, and how its answers and its metrics are shown. */
import type { ModelVersion } from '@gradus/model-registry';
import type { Prediction } from '@gradus/level-0';
import { table } from '../output.ts';
import { metricText } from '../version-text.ts';

export interface Sample {
  /** The data channel that a folder is given to. */
  readonly channel: string;
  /** What the tour asks the endpoint, by the name that its JSON gives the answer. */
  readonly questions: Readonly<Record<string, { readonly title: string; readonly input: object }>>;
  /** What to predict, for a heading. */
  readonly predicts: string;
  /** Metrics of a baseline have its prefix. */
  readonly baseline: { readonly name: string; readonly prefix: string };
  readonly why: string;
  /** Another run to try. */
  readonly next: string;
  render(title: string, prediction: Prediction): string;
}

/** What the recommender answers. */
interface Recommendations {
  readonly known: boolean;
  readonly items: readonly { readonly content_id: number | string; readonly title?: string; readonly score: number }[];
}

const movies: Sample = {
  channel: 'ratings',
  questions: {
    known: { title: 'user 42', input: { user_id: 42, limit: 5 } },
    unknown: { title: 'a user nobody knows', input: { user_id: 999_999_999, limit: 5 } },
  },
  predicts: 'what to watch next',
  baseline: { name: 'popularity', prefix: 'popularity_' },
  why: 'beats the popularity baseline on the hold-out',
  next: '--param seed=2',
  render: (title, { output, latencyMs }) => {
    const { known, items } = output as Recommendations;
    const rows = items.map(({ content_id, title: name, score }, index) => [
      `  ${index + 1}.`,
      name ?? String(content_id),
      metricText(score),
    ]);
    return `${title} (${known ? 'known: not yet watched' : 'unknown: what is popular'}, ${latencyMs.toFixed(1)} ms)\n${table(rows)}`;
  },
};

const abalone = (sex: string, length: number, whole: number) => ({
  sex,
  length,
  diameter: Number((length * 0.79).toFixed(3)),
  height: Number((length * 0.26).toFixed(3)),
  whole_weight: whole,
  shucked_weight: Number((whole * 0.43).toFixed(3)),
  viscera_weight: Number((whole * 0.21).toFixed(3)),
  shell_weight: Number((whole * 0.28).toFixed(3)),
});

const abalones: Sample = {
  channel: 'abalone',
  questions: {
    small: { title: 'a small infant', input: abalone('I', 0.3, 0.15) },
    large: { title: 'a large male', input: abalone('M', 0.65, 1.5) },
  },
  predicts: 'how old an abalone is',
  baseline: { name: 'mean', prefix: 'mean_' },
  why: 'beats guessing the mean on the hold-out',
  next: '--param max_iter=300',
  render: (title, { output, latencyMs }) => {
    const { rings, age } = output as { rings: number; age: number };
    return `${title}: ${age} years (${rings} rings), ${latencyMs.toFixed(1)} ms`;
  },
};

export const SAMPLES: Readonly<Record<string, Sample>> = { movies, abalone: abalones };

/** Each metric beside its baseline. */
export const comparison = ({ facts }: ModelVersion, { baseline }: Sample): string => {
  const metrics = facts?.metrics ?? {};
  const compared = Object.keys(metrics).filter((name) => `${baseline.prefix}${name}` in metrics);
  return table([
    ['METRIC', 'MODEL', baseline.name.toUpperCase(), 'TIMES'],
    ...compared.map((name) => {
      const [model, other] = [metrics[name]!, metrics[`${baseline.prefix}${name}`]!];
      return [name, metricText(model), metricText(other), other === 0 ? '-' : (model / other).toFixed(2)];
    }),
  ]);
};

/** A run: what is logged to it is on disk at once and with SageMaker soon after. */
import { extname } from 'node:path';
import type { DescribeTrialComponentCommandOutput, ExperimentConfig } from '@aws-sdk/client-sagemaker';
import { errors } from './errors.ts';
import { figureFile, type Figure } from './figure.ts';
import type { ArtifactRecord, LoggedRecord } from './journal-record.ts';
import { mediaTypeOf } from './media-type.ts';
import { runName, trialName } from './run-names.ts';
import { tableDocument, type Table } from './table.ts';
import type { RunWriter } from './run-writer.ts';

const MAX_PARAMETERS = 300;
const MAX_ARTIFACTS = 60;
const MAX_PARAMETER_TEXT = 2500;
/** Characters of the name of a parameter, a metric or an artifact. */
const MAX_NAME = { parameter: 320, metric: 255, artifact: 128 } as const;
/** What SageMaker takes; a dot is not in it. */
const MEDIA_TYPE = /^[-\w]+\/[-\w+]+$/;

export interface MetricOptions {
  /** Epoch, iteration or batch. */
  readonly step?: number;
  readonly at?: Date;
}

export interface ArtifactOptions {
  readonly mediaType?: string;
  /** It went into the run, instead of coming out of it. */
  readonly input?: boolean;
}

export class Run {
  /** Absent for the component of a job that is in no experiment. */
  readonly experiment: string | undefined;
  readonly name: string;
  /** The trial component. */
  readonly component: string;
  readonly componentArn: string;
  readonly #writer: RunWriter;
  readonly #names: Readonly<Record<'parameters' | 'inputs' | 'outputs', Set<string>>>;
  #closed = false;

  constructor(writer: RunWriter, described: DescribeTrialComponentCommandOutput, experiment: string | undefined) {
    this.#writer = writer;
    this.experiment = experiment;
    this.component = described.TrialComponentName!;
    this.componentArn = described.TrialComponentArn!;
    this.name = experiment === undefined ? this.component : runName(experiment, this.component);
    this.#names = {
      parameters: new Set(Object.keys(described.Parameters ?? {})),
      inputs: new Set(Object.keys(described.InputArtifacts ?? {})),
      outputs: new Set(Object.keys(described.OutputArtifacts ?? {})),
    };
  }

  /** For jobs that belong to this run. */
  get experimentConfig(): ExperimentConfig {
    if (this.experiment === undefined) return { RunName: this.component };
    return { ExperimentName: this.experiment, TrialName: trialName(this.experiment), RunName: this.component };
  }

  /** @throws GradusError RUN_VALUE_INVALID, RUN_LIMIT, RUN_CLOSED */
  logParameter(name: string, value: string | number | boolean): void {
    const kept = typeof value === 'boolean' ? String(value) : value;
    checkLine('the name of a parameter', name, MAX_NAME.parameter);
    if (typeof kept === 'string') checkLine(`parameter ${name}`, kept, MAX_PARAMETER_TEXT, ['a finite number']);
    else if (!Number.isFinite(kept)) {
      throw invalid(`parameter ${name}`, value, ['a finite number', lineOf(MAX_PARAMETER_TEXT)]);
    }
    this.#count('parameters', name, MAX_PARAMETERS);
    this.#log({ type: 'parameter', name, value: kept });
  }

  logParameters(values: Readonly<Record<string, string | number | boolean>>): void {
    for (const [name, value] of Object.entries(values)) this.logParameter(name, value);
  }

  /** @throws GradusError RUN_VALUE_INVALID for a value or step that is no number, RUN_CLOSED */
  logMetric(name: string, value: number, { step, at = new Date() }: MetricOptions = {}): void {
    if (name === '') throw invalid('the name of a metric', name, [lineOf(MAX_NAME.metric)]);
    checkLine('the name of a metric', name, MAX_NAME.metric);
    if (!Number.isFinite(value)) throw invalid(`metric ${name}`, value, ['a finite number']);
    if (step !== undefined && !(Number.isInteger(step) && step >= 0)) {
      throw invalid(`the step of metric ${name}`, step, ['an integer from 0']);
    }
    this.#log({ type: 'metric', name, value, at: at.getTime(), ...(step !== undefined && { step }) });
  }

  logMetrics(values: Readonly<Record<string, number>>, options: MetricOptions = {}): void {
    const at = options.at ?? new Date();
    for (const [name, value] of Object.entries(values)) this.logMetric(name, value, { ...options, at });
  }

  /** A file, as it is now, or an object that is in S3 already (`s3://…`). */
  logArtifact(name: string, file: string, { mediaType, input = false }: ArtifactOptions = {}): void {
    if (file.startsWith('s3://')) {
      this.#artifact({ type: 'artifact', name, input, mediaType, uri: file });
      return;
    }
    const type = mediaType ?? mediaTypeOf(file);
    this.#file(name, { path: file }, `${name}${extname(name) === '' ? extname(file) : ''}`, type, input);
  }

  /** Rows, or columns by name; kept as the table document of the SageMaker SDK. */
  logTable(name: string, table: Table): void {
    this.#file(name, JSON.stringify(tableDocument(name, table)), `${name}.json`, 'application/json', false);
  }

  /** An SVG text, the bytes of a PNG, or a Vega or Vega-Lite specification. */
  logFigure(name: string, figure: Figure): void {
    const { content, extension, mediaType } = figureFile(figure);
    this.#file(name, content, `${name}${extension}`, mediaType, false);
  }

  /**
   * Resolves once everything logged so far is with SageMaker.
   * @throws GradusError RUN_NOT_DELIVERED; nothing is lost then
   */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /**
   * Ends the run as Completed, or as Failed with the error's message.
   * @throws GradusError RUN_NOT_DELIVERED; nothing is lost then
   */
  async close(failure?: { readonly error: unknown }): Promise<void> {
    if (this.#closed) return;
    const at = Date.now();
    if (!failure) this.#log({ type: 'close', status: 'Completed', at });
    else this.#log({ type: 'close', status: 'Failed', message: messageOf(failure.error), at });
    this.#closed = true;
    await this.#writer.end();
  }

  #file(
    name: string,
    content: Parameters<RunWriter['keep']>[0],
    file: string,
    mediaType: string,
    input: boolean,
  ): void {
    this.#checkOpen();
    checkLine('the name of an artifact', name, MAX_NAME.artifact);
    const kept = this.#writer.keep(content);
    // An input may have the name of an output.
    const path = input ? `inputs/${file}` : file;
    this.#artifact({ type: 'artifact', name, input, mediaType, file: { kept, name: path } });
  }

  #artifact(record: ArtifactRecord): void {
    checkLine('the name of an artifact', record.name, MAX_NAME.artifact);
    if (record.mediaType !== undefined && !MEDIA_TYPE.test(record.mediaType)) {
      throw invalid(`the media type of artifact ${record.name}`, record.mediaType, ['such as text/csv, without dots']);
    }
    this.#count(record.input ? 'inputs' : 'outputs', record.name, MAX_ARTIFACTS);
    this.#log(record);
  }

  #count(kind: 'parameters' | 'inputs' | 'outputs', name: string, most: number): void {
    const names = this.#names[kind];
    if (!names.has(name) && names.size >= most) {
      throw errors.make('RUN_LIMIT', `run ${this.name} has ${most} ${kind} already`, { got: name });
    }
    names.add(name);
  }

  #log(record: LoggedRecord): void {
    this.#checkOpen();
    this.#writer.append(record);
  }

  #checkOpen(): void {
    if (this.#closed) {
      throw errors.make('RUN_CLOSED', `run ${this.name} is closed`, { remedy: 'Log before it closes.' });
    }
  }
}

const invalid = (what: string, got: unknown, allowed: readonly string[]) =>
  errors.make('RUN_VALUE_INVALID', `${what} is ${String(got).slice(0, 100)}`, { got, allowed });

const lineOf = (most: number): string => `one line of at most ${most} characters`;

/** SageMaker's texts are of one line. */
const checkLine = (what: string, text: string, most: number, allowed: readonly string[] = []): void => {
  if (text.length > most || !/^.*$/.test(text)) throw invalid(what, text, [...allowed, lineOf(most)]);
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

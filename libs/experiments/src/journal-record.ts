/** What a run's journal holds, a record a line. */
import type { RunFolder } from './run-context.ts';

/** The first record: whose journal it is. */
export interface OpenRecord {
  readonly type: 'open';
  readonly component: string;
  readonly componentArn: string;
  readonly folder: RunFolder;
  /** A component that a job owns keeps the job's status. */
  readonly ofJob: boolean;
  /** How many values each metric had before. */
  readonly counts: Readonly<Record<string, number>>;
  /** The process that writes. */
  readonly process: { readonly pid: number; readonly started: string };
}

export interface MetricRecord {
  readonly type: 'metric';
  readonly name: string;
  readonly value: number;
  readonly step?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ParameterRecord {
  readonly type: 'parameter';
  readonly name: string;
  readonly value: string | number;
}

export interface ArtifactRecord {
  readonly type: 'artifact';
  readonly name: string;
  readonly input: boolean;
  readonly mediaType?: string | undefined;
  /** An object that is in S3 already. */
  readonly uri?: string;
  /** A file of the journal's folder, and the name that it gets in S3. */
  readonly file?: { readonly kept: string; readonly name: string };
}

export interface CloseRecord {
  readonly type: 'close';
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly message?: string;
  readonly at: number;
}

/** What is delivered, in the order of the journal. */
export type LoggedRecord = MetricRecord | ParameterRecord | ArtifactRecord | CloseRecord;

/** All logged records before the `to`th are being sent, or have been. */
export interface MarkRecord {
  readonly type: 'sending' | 'sent';
  readonly to: number;
}

export type JournalRecord = OpenRecord | LoggedRecord | MarkRecord;

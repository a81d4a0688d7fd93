/** Writes the rows of a source into a feature group: checked, in batches side by side, and resumable. */
import { resolve } from 'node:path';
import { hash } from 'node:crypto';
import type { FeatureGroupName, FeatureRecord, Mistake } from '@gradus/core';
import { errors } from '../errors.ts';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { describeFeatureGroup } from '../groups/describe-feature-group.ts';
import { featureGroup, type FeatureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { recordEncoder, type Encoded } from '../records/encode-record.ts';
import type { EventTimeFormat } from '../records/event-time.ts';
import { batchWrite, RECORDS_A_BATCH } from './batch-write.ts';
import { checkpointStore, type Checkpoint, type CheckpointStore } from './checkpoint.ts';
import { gateOf } from './gate.ts';
import { receiptWriter, type Receipt } from './receipt.ts';
import { openRejects } from './rejects.ts';
import { settlingInOrder, type Segment } from './segments.ts';
import { contentOf, rowsOf, type Row, type Source } from './source.ts';

export interface IngestProgress {
  /** Rows of the source so far, those before a resumed ingest among them. */
  readonly rows: number;
  readonly written: number;
  readonly rejected: number;
}

export interface IngestOptions {
  /** Batches of 25 on their way at once; 16 when absent, less while AWS throttles. */
  readonly parallel?: number;
  /** A file for rows that are no records; when absent, the first of them ends the ingest. */
  readonly rejects?: string;
  /** Fields of rows that are no features, to be left out. */
  readonly ignore?: readonly string[];
  /**
   * What an iterable is resumed by: the same name means the same rows in the same order, with more at the end perhaps.
   * Files need none: their content says. An iterable without a name begins anew each time.
   */
  readonly resumeAs?: string;
  /** Begin anew even where a checkpoint is. */
  readonly restart?: boolean;
  /** A file for a receipt, which `waitForOffline` takes. */
  readonly receipt?: string;
  /** Milliseconds between two checkpoints; a second when absent. */
  readonly checkpointMs?: number;
  /** Told as batches are settled. */
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly signal?: AbortSignal;
}

export interface IngestReport extends IngestProgress {
  readonly group: FeatureGroup;
  /** Rows that an earlier ingest of the same source had done. */
  readonly skipped: number;
  readonly seconds: number;
  readonly receipt?: Receipt;
}

const PARALLEL = 16;
const CHECKPOINT_MS = 1000;
/** Rejected rows of a segment, and segments that wait to be settled: what bounds memory. */
const MOST_REJECTED = 100;
const MOST_UNSETTLED = 512;
/** Of an ingest that ends at the first bad row: how many more rows are checked, and how many bad ones told. */
const LOOK_AHEAD = 10_000;
const MOST_TOLD = 20;

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
const rowHash = (row: Row): string => hash('sha256', JSON.stringify(row, plain));

const BEGINNING = { version: 1, rows: 0, written: 0, rejected: 0, last: '', rejects: 0, done: false } as const;

const NOWHERE: CheckpointStore = { read: async () => undefined, write: async () => undefined };

/** Checks rows one after the other; a source keeps to one way of writing its event times. */
const rowChecker = (group: FeatureGroup, ignore: readonly string[], first: EventTimeFormat | undefined) => {
  const encode = recordEncoder(group, new Set(ignore));
  let format = first;
  return {
    get format() {
      return format;
    },
    check: (row: Row): Encoded => {
      const encoded = encode(row);
      if ('mistakes' in encoded) return encoded;
      format ??= encoded.eventTimeFormat;
      if (encoded.eventTimeFormat === format) return encoded;
      const mistake: Mistake = {
        ...{ path: group.eventTime, got: row[group.eventTime], allowed: [format] },
        message: `is written otherwise than in the rows before: ${encoded.eventTimeFormat}`,
        remedy: 'Write all event times of a source in one format and one zone.',
      };
      return { mistakes: [mistake] };
    },
  };
};

const told = (number: number, mistakes: readonly Mistake[]): Mistake[] =>
  mistakes.map((mistake) => ({ ...mistake, path: `row ${number}: ${mistake.path}` }));

interface Plan {
  readonly group: FeatureGroup;
  readonly checkpoints: CheckpointStore;
  readonly start: Omit<Checkpoint, 'version'> & { readonly version: 1 };
}

const plan = async (
  model: FeatureModel,
  name: string,
  source: Source,
  context: FeatureStoreContext,
  { resumeAs, restart = false }: IngestOptions,
): Promise<Plan> => {
  const group = featureGroup(model, context.environment.namespace, name);
  rowsOf(source);
  const id = typeof source === 'string' ? `content:${await contentOf(resolve(source))}` : resumeAs && `as:${resumeAs}`;
  const there = await describeFeatureGroup(context.clients.sagemaker, group.awsName);
  if (there?.FeatureGroupStatus !== 'Created') {
    throw errors.make('FEATURE_GROUP_MISSING', `the feature group "${name}" is not there to be written to`, {
      got: there?.FeatureGroupStatus,
      remedy: 'Make it first: ensureFeatureGroups.',
    });
  }
  const checkpoints = id === undefined ? NOWHERE : checkpointStore(context, model.name, group, id);
  const made = there.CreationTime!.getTime();
  const before = restart ? undefined : await checkpoints.read();
  return { group, checkpoints, start: before?.made === made ? before : { ...BEGINNING, made } };
};

/**
 * Writes each row of a source as a record of a group. Rows are checked before they are sent, all fields of a row at once. A
 * record that AWS has acknowledged is not sent again by a rerun after a crash, but for those of the last second, which AWS
 * takes for the same ones: same identifier, same event time. Those two name a record: other values under them are served
 * as the first that was written and trained on as the last, so that a correction needs a later event time.
 * @throws GradusError FEATURE_ROWS_INVALID with the numbers of the first 20 rows, where no file for rejected rows is given;
 * FEATURE_SOURCE_INVALID, FEATURE_SOURCE_CHANGED, FEATURE_GROUP_MISSING, FEATURE_WRITE_FAILED, AWS_UNREACHABLE
 */
export const ingest = async <M extends FeatureModel, const Group extends FeatureGroupName<M>>(
  model: M,
  group: Group,
  source: Source<FeatureRecord<M, Group> & Row>,
  context: FeatureStoreContext,
  options: IngestOptions = {},
): Promise<IngestReport> => {
  const began = performance.now();
  const planned = await plan(model, group, source, context, options);
  const { start, checkpoints } = planned;
  const { parallel = PARALLEL, checkpointMs = CHECKPOINT_MS, onProgress, signal } = options;
  const report = (state: IngestProgress, receipt?: Receipt): IngestReport => ({
    ...{ group: planned.group, rows: state.rows, written: state.written, rejected: state.rejected },
    ...{ skipped: start.rows, seconds: (performance.now() - began) / 1000 },
    ...(receipt && { receipt }),
  });
  // A file that is done has no more rows: its content is what its checkpoint is found by.
  if (typeof source === 'string' && start.done && options.receipt === undefined) return report(start);

  const rejects = options.rejects === undefined ? undefined : await openRejects(options.rejects, start.rejects);
  const receipt = options.receipt === undefined ? undefined : receiptWriter(planned.group, options.receipt);
  const checker = rowChecker(planned.group, options.ignore ?? [], start.eventTimeFormat);
  const gate = gateOf(parallel);
  const state = { rows: start.rows, written: start.written, rejected: start.rejected };
  let last: Row | undefined;
  let saved = performance.now();
  const broken: { by?: Error } = {};
  const onTheirWay = new Set<Promise<void>>();
  const fail = (error: unknown): void => {
    broken.by ??= error instanceof Error ? error : new Error(String(error), { cause: error });
    settling.stop();
  };

  const save = async (done: boolean): Promise<void> => {
    saved = performance.now();
    const { format } = checker;
    await checkpoints.write({
      ...{ version: 1, made: start.made, ...state, done },
      last: last ? rowHash(last) : start.last,
      rejects: (await rejects?.length()) ?? 0,
      ...(format !== undefined && { eventTimeFormat: format }),
    });
  };
  const settling = settlingInOrder(async ({ records, rejected, end, last: row }) => {
    for (const each of rejected) await rejects!.add(each.number, each.row, each.mistakes);
    if (receipt) for (const { record } of records) await receipt.add(record);
    state.rows = end;
    state.written += records.length;
    state.rejected += rejected.length;
    last = row;
    if (performance.now() - saved >= checkpointMs) await save(false);
    onProgress?.({ ...state });
  }, fail);
  const send = async (segment: Segment): Promise<void> => {
    const place = settling.begin(segment);
    await gate.enter();
    const work = async (): Promise<void> => {
      const { records } = segment;
      const refused =
        records.length === 0
          ? []
          : await batchWrite(
              context.clients.featureStore,
              planned.group.awsName,
              records.map(({ record }) => record),
              gate,
            );
      for (const { index, code, message } of refused.sort((a, b) => b.index - a.index)) {
        const { number, row } = records[index]!;
        const mistakes = [{ path: planned.group.name, message: `AWS refuses it: ${code}: ${message}` }];
        if (!rejects) throw invalid(planned.group, told(number, mistakes));
        segment.rejected.push({ number, row, mistakes });
        records.splice(index, 1);
      }
      place.end();
    };
    const going = work()
      .catch(fail)
      .finally(() => {
        gate.leave();
        onTheirWay.delete(going);
      });
    onTheirWay.add(going);
  };

  try {
    let number = 0;
    let segment: Segment | undefined;
    const mistakes: Mistake[] = [];
    let bad = 0;
    let firstBad = Infinity;
    for await (const row of rowsOf(source)) {
      signal?.throwIfAborted();
      if (broken.by) break;
      number += 1;
      if (number <= start.rows) {
        if (number === start.rows && rowHash(row) !== start.last) throw changed(number);
        if (receipt) {
          const encoded = checker.check(row);
          if (!('mistakes' in encoded)) await receipt.add(encoded);
        }
        continue;
      }
      if (bad >= MOST_TOLD || number > firstBad + LOOK_AHEAD) break;
      const encoded = checker.check(row);
      if ('mistakes' in encoded && !rejects) {
        bad += 1;
        firstBad = Math.min(firstBad, number);
        mistakes.push(...told(number, encoded.mistakes));
      }
      if (bad > 0) continue;
      segment ??= { records: [], rejected: [], end: number, last: row };
      if ('mistakes' in encoded) segment.rejected.push({ number, row, mistakes: encoded.mistakes });
      else segment.records.push({ number, row, record: encoded });
      segment.end = number;
      segment.last = row;
      if (segment.records.length < RECORDS_A_BATCH && segment.rejected.length < MOST_REJECTED) continue;
      await send(segment);
      segment = undefined;
      await settling.room(MOST_UNSETTLED);
    }
    if (number < start.rows && !broken.by) throw changed(number);
    if (segment && !broken.by) await send(segment);
    if (mistakes.length > 0) fail(invalid(planned.group, mistakes));
  } catch (error) {
    fail(error);
  }
  await Promise.all(onTheirWay);
  await settling.settled();
  if (!broken.by || state.rows > start.rows) await save(!broken.by).catch(fail);
  await rejects?.close();
  const written = await receipt?.close();
  if (broken.by) throw broken.by;
  return report(state, written);
};

const invalid = ({ name }: FeatureGroup, mistakes: readonly Mistake[]): Error =>
  errors.make('FEATURE_ROWS_INVALID', `rows of the source are no records of the feature group "${name}"`, {
    mistakes,
    remedy: 'Mend them and do it again: it goes on where it ended. Or collect them in a file: --rejects <file>.',
  });

const changed = (number: number): Error =>
  errors.make('FEATURE_SOURCE_CHANGED', `row ${number} of the source is not what it was when the ingest was begun`, {
    remedy: 'Give the source another name (resumeAs), or begin anew (restart).',
  });

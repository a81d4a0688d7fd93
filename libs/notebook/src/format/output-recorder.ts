/** Turns what a kernel publishes into the outputs of cells: streams joined, displays updated, outputs cleared. */
import type { KernelMessage } from '../kernel/wire.ts';
import { textOr, type CodeCell, type Metadata, type MimeBundle, type Output } from './notebook.ts';
import { joinBundle } from './read-notebook.ts';

/** What a message did to a cell, for whoever watches. */
export type OutputChange =
  | { readonly type: 'output'; readonly output: Output }
  /** A display that was shown before has new content. */
  | { readonly type: 'update'; readonly output: Output }
  /** All outputs of the cell go; with `wait` not before the next one comes. */
  | { readonly type: 'clear'; readonly wait: boolean };

/** nbformat wants text for every type that is not JSON. */
const mimeBundle = (data: unknown): MimeBundle =>
  Object.fromEntries(
    Object.entries(joinBundle(data)).map(([mime, value]) => [
      mime,
      typeof value === 'string' || /^application\/(.*\+)?json$/.test(mime) ? value : JSON.stringify(value),
    ]),
  );

const readOutput = ({ type, content }: KernelMessage): Output | undefined => {
  const metadata = (content['metadata'] ?? {}) as Metadata;
  switch (type) {
    case 'stream':
      return {
        output_type: 'stream',
        name: content['name'] === 'stderr' ? 'stderr' : 'stdout',
        text: textOr(content['text'], ''),
      };
    case 'display_data':
    case 'update_display_data':
      return { output_type: 'display_data', data: mimeBundle(content['data']), metadata };
    case 'execute_result': {
      const execution_count = Number(content['execution_count']) || null;
      return { output_type: 'execute_result', execution_count, data: mimeBundle(content['data']), metadata };
    }
    case 'error':
      return {
        output_type: 'error',
        ename: textOr(content['ename'], 'Error'),
        evalue: textOr(content['evalue'], ''),
        traceback: ((content['traceback'] ?? []) as unknown[]).map(String),
      };
    default:
      return undefined;
  }
};

const displayId = (content: KernelMessage['content']): string | undefined =>
  (content['transient'] as { display_id?: string } | undefined)?.display_id;

/** Applies messages to the cells of one run; displays are found again by id wherever they were shown. */
export class OutputRecorder {
  readonly #displays = new Map<string, { cell: CodeCell; output: Output }[]>();
  readonly #clearing = new Set<CodeCell>();

  /** Records a message that belongs to `cell`; undefined when it is none that shows anything. */
  record(cell: CodeCell, message: KernelMessage): OutputChange | undefined {
    if (message.type === 'clear_output') {
      const wait = message.content['wait'] === true;
      if (wait) this.#clearing.add(cell);
      else cell.outputs = [];
      return { type: 'clear', wait };
    }
    const output = readOutput(message);
    if (!output) return undefined;
    const id = displayId(message.content);
    if (message.type === 'update_display_data') return this.#update(id, output);
    if (this.#clearing.delete(cell)) cell.outputs = [];
    const last = cell.outputs.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      cell.outputs[cell.outputs.length - 1] = { ...last, text: last.text + output.text };
    } else {
      cell.outputs.push(output);
      if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), { cell, output }]);
    }
    return { type: 'output', output };
  }

  #update(id: string | undefined, update: Output): OutputChange | undefined {
    const shown = this.#displays.get(id ?? '');
    if (!shown || update.output_type !== 'display_data') return undefined;
    for (const place of shown) {
      const index = place.cell.outputs.indexOf(place.output);
      if (index < 0) continue;
      const old = place.output;
      const { data, metadata } = update;
      place.output = old.output_type === 'execute_result' ? { ...old, data, metadata } : update;
      place.cell.outputs[index] = place.output;
    }
    return { type: 'update', output: update };
  }
}

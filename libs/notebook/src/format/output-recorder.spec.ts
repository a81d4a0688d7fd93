import { describe, expect, it } from 'vitest';
import type { CodeCell } from './notebook.ts';
import { OutputRecorder } from './output-recorder.ts';

const cell = (): CodeCell => ({
  cell_type: 'code',
  id: 'a',
  metadata: {},
  source: '',
  execution_count: 1,
  outputs: [],
});
const message = (type: string, content: Record<string, unknown>) => ({ type, parentId: 'p', content });
const print = (text: string, name = 'stdout') => message('stream', { name, text });
const display = (type: string, data: unknown, id?: string) =>
  message(type, { data, metadata: {}, transient: id === undefined ? {} : { display_id: id } });

describe('OutputRecorder', () => {
  it('joins what follows in one stream and keeps the order of streams', () => {
    const target = cell();
    const recorder = new OutputRecorder();
    for (const each of [print('a'), print('b\n'), print('!', 'stderr'), print('c')]) recorder.record(target, each);
    expect(target.outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'ab\n' },
      { output_type: 'stream', name: 'stderr', text: '!' },
      { output_type: 'stream', name: 'stdout', text: 'c' },
    ]);
  });

  it('updates a display wherever it was shown', () => {
    const [first, second] = [cell(), cell()];
    const recorder = new OutputRecorder();
    recorder.record(first, display('display_data', { 'text/plain': '1 %' }, 'bar'));
    recorder.record(first, print('x'));
    recorder.record(second, display('display_data', { 'text/plain': '2 %' }, 'bar'));
    const change = recorder.record(second, display('update_display_data', { 'text/plain': '99 %' }, 'bar'));
    expect(change?.type).toBe('update');
    expect(first.outputs[0]).toMatchObject({ output_type: 'display_data', data: { 'text/plain': '99 %' } });
    expect(second.outputs).toMatchObject([{ data: { 'text/plain': '99 %' } }]);
    expect(recorder.record(second, display('update_display_data', {}, 'other'))).toBeUndefined();
  });

  it('clears at once, or when the next output comes', () => {
    const target = cell();
    const recorder = new OutputRecorder();
    recorder.record(target, print('a'));
    recorder.record(target, message('clear_output', { wait: true }));
    expect(target.outputs).toHaveLength(1);
    recorder.record(target, print('b'));
    expect(target.outputs).toMatchObject([{ text: 'b' }]);
    recorder.record(target, message('clear_output', { wait: false }));
    expect(target.outputs).toEqual([]);
  });

  it('keeps every representation whole, JSON as values and all else as text', () => {
    const target = cell();
    const data = {
      'image/svg+xml': '<svg/>',
      'image/png': 'iVBO',
      'text/html': ['<b>', 'x</b>'],
      'application/json': [1],
      'text/plain': 3,
    };
    new OutputRecorder().record(target, display('display_data', data));
    expect(target.outputs).toMatchObject([{ data: { ...data, 'text/html': '<b>x</b>', 'text/plain': '3' } }]);
  });

  it('takes no notice of what shows nothing', () => {
    expect(new OutputRecorder().record(cell(), message('execute_input', { code: '1' }))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeRequest } from './wire.ts';

describe('wire', () => {
  const request = () => encodeRequest('key', 'session', 'execute_request', { code: '1 + 1 // ü' });

  it('reads what it writes, routing frames in front or not', () => {
    const { frames } = request();
    expect(decodeMessage('key', frames)).toEqual({
      type: 'execute_request',
      parentId: undefined,
      content: { code: '1 + 1 // ü' },
    });
    expect(decodeMessage('key', [Buffer.from('route'), ...frames]).type).toBe('execute_request');
  });

  it.each([
    ['another key', () => decodeMessage('other', request().frames), 'signature'],
    [
      'a changed content',
      () => decodeMessage('key', [...request().frames.slice(0, 5), Buffer.from('{}')]),
      'signature',
    ],
    ['no delimiter', () => decodeMessage('key', request().frames.slice(1)), 'no Jupyter message'],
    ['missing frames', () => decodeMessage('key', request().frames.slice(0, 4)), 'no Jupyter message'],
  ])('refuses %s', (_, decode, text) => {
    expect(decode).toThrow(
      expect.objectContaining({ code: 'KERNEL_PROTOCOL', message: expect.stringContaining(text) as string }),
    );
  });
});

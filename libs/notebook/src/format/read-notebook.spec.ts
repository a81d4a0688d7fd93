import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scratch } from '../testing/scratch.ts';
import { readNotebook, validateNotebook } from './read-notebook.ts';

describe('readNotebook', () => {
  const { path, notebook } = scratch();

  it('joins texts, keeps ids and makes those that are missing, the same each time', () => {
    const json = {
      nbformat: 4,
      nbformat_minor: 2,
      metadata: {},
      cells: [
        { cell_type: 'markdown', id: 'mine', source: ['a\n', 'b'] },
        { cell_type: 'code', source: 'x', outputs: [{ output_type: 'stream', name: 'stdout', text: ['1\n', '2'] }] },
        { cell_type: 'code', id: 'mine', source: 'y' },
      ],
    };
    const read = validateNotebook(json);
    expect(read.cells[0]).toMatchObject({ id: 'mine', source: 'a\nb' });
    expect(read.cells[1]).toMatchObject({ outputs: [{ text: '1\n2' }] });
    expect(new Set(read.cells.map(({ id }) => id)).size).toBe(3);
    expect(validateNotebook(json)).toEqual(read);
  });

  it.each([
    ['is not there', undefined, 'NOTEBOOK_NOT_FOUND', 'cannot be read'],
    ['is empty', '', 'NOTEBOOK_INVALID', 'is empty'],
    ['is not JSON', '{ "cells": [', 'NOTEBOOK_INVALID', 'is not JSON'],
    ['is another JSON', '{ "name": "x" }', 'NOTEBOOK_INVALID', 'no notebook'],
    ['is of nbformat 3', '{ "nbformat": 3, "worksheets": [] }', 'NOTEBOOK_FORMAT_UNSUPPORTED', 'nbformat 3'],
    ['has no cells', '{ "nbformat": 4, "metadata": {} }', 'NOTEBOOK_INVALID', 'cells is not a list'],
  ])('refuses a file that %s', (_, content, code, text) => {
    const file = path('bad.ipynb');
    if (content !== undefined) writeFileSync(file, content);
    const read = () => readNotebook(content === undefined ? path('none.ipynb') : file);
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) as string }));
  });

  it('says every mistake of broken cells at once', () => {
    const cells = [{ cell_type: 'cod', source: '' }, { cell_type: 'code', source: 1 }, 'x'];
    const paths = ['cells[0].cell_type', 'cells[1].source', 'cells[2]'];
    expect(() => validateNotebook({ nbformat: 4, metadata: {}, cells })).toThrow(
      expect.objectContaining({ mistakes: paths.map((at) => expect.objectContaining({ path: at }) as unknown) }),
    );
  });

  it('reads what Jupyter writes', () => {
    expect(readNotebook(notebook('good.ipynb', ['1'])).cells).toHaveLength(1);
  });
});

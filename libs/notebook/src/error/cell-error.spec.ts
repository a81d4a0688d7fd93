import { describe, expect, it } from 'vitest';
import { pythonLine } from './cell-error.ts';

describe('pythonLine', () => {
  it.each([
    [
      'IPython 9',
      ['Cell In[4], line 3\n      1 def f():\n----> 3 f()\n', 'Cell In[4], line 2, in f()\n----> 2   1/0\n'],
      2,
    ],
    [
      'a function of another cell',
      ['Cell In[4], line 3\n----> 3 f()\n', 'Cell In[1], line 9, in f()\n----> 9   1/0\n'],
      3,
    ],
    ['IPython 8.5', ['Input In [4], in <cell line: 2>()\n      1 print()\n----> 2 f()\n'], 2],
    ['IPython 7', ['<ipython-input-4-6e> in <module>\n      1 x\n----> 2 y\n'], 2],
    [
      'a syntax error',
      [
        '  \u001b[36mCell\u001b[39m\u001b[36m \u001b[39m\u001b[32mIn[4]\u001b[39m\u001b[32m, line 1\u001b[39m\n    x = = 3\n',
      ],
      1,
    ],
    ['no cell at all', ['SystemExit: 3'], undefined],
  ])('reads the traceback of %s', (_, traceback, line) => {
    expect(pythonLine(traceback, 4)?.line).toBe(line);
  });
});

import { describe, expect, it } from 'vitest';
import { createActive, invokeFunction } from '../../../testing/lambda-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

const SECONDS = 60_000;

describe('the handler of `file.export`', () => {
  const plane = withPlane();

  it.each([
    [
      'no file',
      { 'other.js': '' },
      'index.handler',
      { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining("Cannot find module 'index'") },
    ],
    [
      'no export',
      { 'index.js': 'exports.other = 1;' },
      'index.handler',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'no function',
      { 'index.js': 'exports.handler = 1;' },
      'index.handler',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' },
    ],
    ['no syntax', { 'index.js': 'exports.handler = (' }, 'index.handler', { errorType: 'Runtime.UserCodeSyntaxError' }],
    [
      'no module',
      { 'index.mjs': "import 'none'; export const handler = 1;" },
      'index.handler',
      { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining('none') },
    ],
    [
      'a throw',
      { 'index.mjs': "throw new RangeError('at once');" },
      'index.handler',
      { errorType: 'RangeError', errorMessage: 'at once' },
    ],
    [
      'an end',
      { 'index.mjs': 'process.exit(3);' },
      'index.handler',
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    ],
    [
      'no handler',
      { 'index.mjs': '' },
      'index',
      { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
    ],
  ])(
    'says why the handler was not loaded: %s',
    async (title, code, Handler, answer) => {
      const name = `unloaded-${title.replace(' ', '-')}`;
      await createActive(plane.clients(), name, { code, Handler });
      const invoked = await invokeFunction(plane.clients(), name, {}, { LogType: 'Tail' });
      expect(invoked).toMatchObject({ error: 'Unhandled', answer });
      expect(invoked.log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error/);
    },
    SECONDS,
  );

  it.each([
    [
      'lib/api.deep.handler',
      { 'lib/api.js': 'exports.deep = { handler: async () => __filename };' },
      '/var/task/lib/api.js',
    ],
    [
      'api.handler',
      { 'package.json': '{"type":"module"}', 'api.js': 'export const handler = async () => import.meta.url;' },
      'file:///var/task/api.js',
    ],
    ['api.handler', { 'api.cjs': 'exports.handler = async () => __filename;' }, '/var/task/api.cjs'],
  ])(
    'finds %s',
    async (Handler, code, answer) => {
      const name = `found-${Object.keys(code)
        .join('-')
        .replace(/[^a-z]/g, '-')}`;
      await createActive(plane.clients(), name, { code, Handler });
      expect(await invokeFunction(plane.clients(), name)).toMatchObject({ error: undefined, answer });
    },
    SECONDS,
  );
});

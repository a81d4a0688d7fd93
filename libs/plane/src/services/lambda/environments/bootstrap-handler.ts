/** The part of the bootstrap that finds the handler of `file.export` in the function's code. */

/** ES modules by `.mjs` or the package's type, CommonJS otherwise; errors are named as AWS names them. */
export const BOOTSTRAP_HANDLER = String.raw`
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const named = (name, message) => Object.assign(new Error(message), { name });
const isModulePackage = (folder, root) => {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  return folder !== root && folder !== dirname(folder) && isModulePackage(dirname(folder), root);
};
const loadModule = async (root, path) => {
  const stem = resolve(root, path);
  const file = [stem + '.js', stem + '.mjs', stem + '.cjs', stem].find((each) => existsSync(each));
  if (file === undefined) {
    throw named('Runtime.ImportModuleError', "Error: Cannot find module '" + basename(stem) + "'\nRequire stack:\n- /var/runtime/index.mjs");
  }
  const isModule = file.endsWith('.mjs') || (file.endsWith('.js') && isModulePackage(dirname(file), root));
  try {
    return isModule ? await import(pathToFileURL(file).href) : createRequire(file)(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw rename(error, 'Runtime.UserCodeSyntaxError', 'SyntaxError: ');
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error?.code)) throw rename(error, 'Runtime.ImportModuleError', 'Error: ');
    throw error;
  }
};
const rename = (error, name, prefix) => {
  const renamed = named(name, prefix + error.message);
  renamed.stack = error.stack;
  return renamed;
};
const loadHandler = async (root, text) => {
  const folder = dirname(text);
  const [, file, path] = /^([^.]*)\.(.+)$/.exec(basename(text)) ?? [];
  if (file === undefined) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const found = await loadModule(root, join(folder, file));
  const of = (from) => path.split('.').reduce((value, key) => value?.[key], from);
  const handler = of(found) ?? of(found?.default);
  if (handler === undefined) throw named('Runtime.HandlerNotFound', text + ' is undefined or not exported');
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', text + ' is not a function');
  return handler;
};
`;

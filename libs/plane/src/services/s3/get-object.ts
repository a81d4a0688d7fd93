/**
 * GetObject: all of an object, a range of its bytes, or one of its parts, under conditions.
 * @source docs - API_GetObject; precedence of conditions as RFC 9110, 13.2.2, which the page restates
 */
import { objectFiles } from './object-files.ts';
import { viewObject } from './object-view.ts';
import type { S3Handler } from './operation.ts';

export const getObject: S3Handler<'GetObject'> = (input, context) => {
  const { files, bytes, output } = viewObject(context, input);
  return { ...output, Body: objectFiles(context.plane).read(files, bytes.start, bytes.end) };
};

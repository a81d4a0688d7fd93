/**
 * HeadObject: what GetObject would answer, without the bytes.
 * @source docs - API_HeadObject
 */
import { viewObject } from './object-view.ts';
import type { S3Handler } from './operation.ts';

export const headObject: S3Handler<'HeadObject'> = (input, context) => viewObject(context, input).output;

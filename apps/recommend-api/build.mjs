/** Builds the zip of the handler and prints its size. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recommendApiZip } from './src/recommend-api-zip.mjs';

const zip = await recommendApiZip();
const dist = join(import.meta.dirname, 'dist');
const file = join(dist, 'recommend-api.zip');
mkdirSync(dist, { recursive: true });
writeFileSync(`${file}.${process.pid}`, zip);
renameSync(`${file}.${process.pid}`, file);
console.log(`recommend-api: ${(zip.length / 1000).toFixed(0)} kB in apps/recommend-api/dist/recommend-api.zip`);

/** What Lambda's lists share. */
import { invalidParameter } from './errors.ts';

/** Of one page, whatever the caller asks for. */
export const MOST_ITEMS = 50;

/** @source unverified */
export const invalidMarker = (): Error => invalidParameter('Invalid marker.');

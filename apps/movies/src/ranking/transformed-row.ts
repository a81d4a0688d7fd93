/** The columns that the transforms of the view `ranking` add to a row. */
import type * as transforms from '../../features/ranking.ts';

export type TransformedRow = { readonly [Name in keyof typeof transforms]: ReturnType<(typeof transforms)[Name]> };

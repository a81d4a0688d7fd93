/** The AWS services of a plane, less STS, which needs the accounts. */
import type { Service } from '../service.ts';
import { s3 } from './s3/index.ts';
import { sagemaker } from './sagemaker/index.ts';

export const awsServices: readonly Service[] = [s3, sagemaker];

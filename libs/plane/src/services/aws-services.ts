/** The AWS services of a plane, less STS, which needs the accounts. */
import type { Service } from '../service.ts';
import { sagemaker } from './sagemaker/index.ts';

export const awsServices: readonly Service[] = [sagemaker];

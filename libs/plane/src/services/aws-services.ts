/** The AWS services of a plane, less STS, which needs the accounts. */
import type { Service } from '../service.ts';
import { apigatewayv2 } from './apigatewayv2/index.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { lambda } from './lambda/index.ts';
import { logs } from './logs/index.ts';
import { s3 } from './s3/index.ts';
import { sagemakerFeatureStoreRuntime } from './sagemaker-featurestore-runtime/index.ts';
import { sagemakerMetrics } from './sagemaker-metrics/index.ts';
import { sagemakerRuntime } from './sagemaker-runtime/index.ts';
import { sagemaker } from './sagemaker/index.ts';

export const awsServices: readonly Service[] = [
  apigatewayv2,
  cloudwatch,
  dynamodb,
  lambda,
  logs,
  s3,
  sagemaker,
  sagemakerFeatureStoreRuntime,
  sagemakerMetrics,
  sagemakerRuntime,
];

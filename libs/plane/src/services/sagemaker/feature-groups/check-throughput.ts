/** What the plane takes of a throughput: on demand, which nobody is throttled by. */
import type { ThroughputConfig, ThroughputConfigUpdate } from '@aws-sdk/client-sagemaker';
import { supportOnly, unsupported } from '../unsupported.ts';

/** @throws AwsError ValidationException that names what the plane does not execute */
export const checkThroughput = (
  operation: 'CreateFeatureGroup' | 'UpdateFeatureGroup',
  throughput: ThroughputConfig | ThroughputConfigUpdate | undefined,
): void => {
  if (!throughput) return;
  if (throughput.ThroughputMode === 'Provisioned') {
    throw unsupported(operation, 'ThroughputConfig.ThroughputMode: Provisioned');
  }
  supportOnly(operation, throughput, ['ThroughputMode'], 'ThroughputConfig.');
};

/** The events that EventBridge gets of an endpoint: at every change of its status, and of a deployment's steps. */
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { EndpointState } from './endpoint-state.ts';
import { describeState } from './endpoint-summary.ts';

/** `InService` travels as `IN_SERVICE`, and times as milliseconds since the epoch. */
const eventStatus = (status: string): string => status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

const withTimes = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTimes(inner)]));
};

const event = (detailType: string, state: EndpointState): OutboxEvent => ({
  source: 'aws.sagemaker',
  detailType,
  resources: [state.arn],
  detail: withTimes({ ...describeState(state), EndpointStatus: eventStatus(state.status) }) as object,
});

export const endpointEvent = (state: EndpointState): OutboxEvent => event('SageMaker Endpoint State Change', state);

export const endpointDeploymentEvent = (state: EndpointState): OutboxEvent =>
  event('SageMaker Endpoint Deployment State Change', state);

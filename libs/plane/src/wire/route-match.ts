/** What the router finds for a request, and what it says of one for an operation that the plane lacks. */
import type { OperationModel, ProtocolName, ServiceModel } from '../models/service-model.ts';
import type { Query } from './query-string.ts';

export interface RouteMatch {
  readonly model: ServiceModel;
  /** The operation's name, e.g. `CreateModel`. */
  readonly operation: string;
  readonly operationModel: OperationModel;
  readonly protocol: ProtocolName;
  /** Labels of the URI by name, percent-encoded as they travelled. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly method: string;
  readonly path: string;
  /** The request's body is handed to the handler as a stream; every other operation needs it whole. */
  readonly streaming: boolean;
}

/** Whom an error answers: a match, or as much of it as is known. */
export type ErrorTarget = Pick<RouteMatch, 'protocol'> & Partial<RouteMatch>;

export interface UnsupportedOperation extends ErrorTarget {
  /** The service as AWS names it, or as the request did when the plane knows nothing of it. */
  readonly service: string;
  readonly operation: string;
}

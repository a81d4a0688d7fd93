/** An API as it is served: its stages, each with the routes of its deployment. */
import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { LoggedRequest } from './access-log-line.ts';
import type { RouteTree } from './route-tree.ts';
import type { TokenBucket } from './token-bucket.ts';

export interface ServedApi {
  readonly apiId: string;
  readonly accountId: string;
  readonly region: string;
  readonly stages: ReadonlyMap<string, ServedStage>;
}

export interface ServedStage {
  readonly name: string;
  /** Absent without variables, as in events. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly routes: RouteTree<ServedRoute>;
  readonly cors?: Cors;
  /** The default endpoint is off. */
  readonly disabled: boolean;
  readonly accessLog?: { readonly group: string; readonly line: (request: LoggedRequest) => string };
}

export interface ServedRoute {
  readonly key: string;
  /** The key's path: `/recommendations/{user}`; absent for `$default`. */
  readonly path?: string;
  readonly iam: boolean;
  readonly target?: ServedTarget;
  /** What the route takes by its stage's settings; absent where those say nothing. */
  readonly bucket?: TokenBucket;
}

export type ServedTarget =
  | { readonly kind: 'lambda'; readonly functionArn: string; readonly timeoutMs: number }
  | { readonly kind: 'http'; readonly uri: string; readonly method: string; readonly timeoutMs: number };

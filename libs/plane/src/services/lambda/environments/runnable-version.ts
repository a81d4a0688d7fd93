/** What an execution environment needs to know of the version that it runs. */

export interface RunnableVersion {
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** Environments serve one revision: what changes code or configuration changes it. */
  readonly revision: string;
  /** e.g. `nodejs22.x`. */
  readonly runtime: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
  /** SHA-256 of the package, in hex. */
  readonly code: string;
  readonly logGroup: string;
}

/** Names the function in the plane. */
export const functionKey = ({ accountId, region, functionName }: RunnableVersion): string =>
  `${accountId}/${region}/${functionName}`;

/** Names what shares environments. */
export const poolKey = (run: RunnableVersion): string => `${functionKey(run)}/${run.version}/${run.revision}`;

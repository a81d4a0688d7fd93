/** The registry of container images: which URI runs as which program of this machine. `apps/cli` fills it. */

export type ContainerRole = 'train' | 'serve' | 'processing';

/** A program that stands for an image. */
export interface Runtime {
  /** Shown in errors, e.g. `gradus notebook`. */
  readonly name: string;
  /** The command that `docker run IMAGE <role>` would start, by role; a missing role is refused. */
  readonly argv: Partial<Record<ContainerRole, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * A `node_modules` folder of this machine that the container sees as `/opt/node_modules`, so that bare imports from
   * `/opt/ml/**` resolve as they would in the built image.
   */
  readonly nodeModules?: string;
  /** Files and folders of this machine that the container may read although they would be hidden from it (a home's). */
  readonly readOnly?: readonly string[];
}

export interface ImageRule {
  /** Matched against the whole image URI, tag included. */
  readonly pattern: RegExp;
  readonly runtime: Runtime;
}

export interface ImageRegistry {
  /** The runtime of the first rule that matches, or undefined: the job then fails and names the remedy. */
  resolve(uri: string): Runtime | undefined;
}

export const imageRegistry = (rules: readonly ImageRule[]): ImageRegistry => ({
  resolve: (uri) => rules.find((rule) => rule.pattern.test(uri))?.runtime,
});

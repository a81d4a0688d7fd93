/** What the function is told by its environment variables. */

export interface ApiSettings {
  readonly table: string;
  readonly model: string;
  readonly namespace: string;
  /** The first is the default. */
  readonly types: readonly string[];
  readonly contents: readonly string[];
  /** Items that a user has at most. */
  readonly limit: number;
}

/** @throws Error naming the variable that lacks: the function then does not start */
export const apiSettings = (environment: Readonly<Record<string, string | undefined>>): ApiSettings => {
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`the environment variable ${name} is not set`);
    return value;
  };
  return {
    table: required('GRADUS_TABLE'),
    model: required('GRADUS_MODEL'),
    namespace: required('GRADUS_NAMESPACE'),
    types: required('GRADUS_TYPES').split(','),
    contents: required('GRADUS_CONTENTS').split(','),
    limit: Number(required('GRADUS_LIMIT')),
  };
};

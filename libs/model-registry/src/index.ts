export { decideVersion } from './decide.ts';
export { errors as modelRegistryErrors } from './errors.ts';
export { describeMissedGate, missedGates, type Gate, type MissedGate } from './gates.ts';
export type { Decision, VersionFacts } from './metadata.ts';
export { registerVersion, type VersionToRegister } from './publish.ts';
export { describeVersion, listVersions, readVersion } from './read.ts';
export type { ModelVersion } from './version.ts';

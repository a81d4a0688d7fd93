export { containerEnvironment, ENVIRONMENTS_VARIABLE, PACKAGES_VARIABLE } from './container-environment.ts';
export {
  environmentsFolder,
  pythonEnvironments,
  type PythonEnvironment,
  type PythonEnvironments,
} from './environments.ts';
export { serveEnvironments, type EnvironmentServer } from './environment-server.ts';
export { errors as pythonErrors } from './errors.ts';
export { fetchCode } from './fetch-code.ts';
export { findPython, type Python } from './find-python.ts';
export { parseRequirements, requirementsNear, withGiven } from './requirements.ts';

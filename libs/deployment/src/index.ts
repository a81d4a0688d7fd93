export { deploy, type Deployment, type DeployOptions } from './deploy.ts';
export { describeEndpoint, servedPackage } from './endpoint.ts';
export { errors as deploymentErrors } from './errors.ts';
export { invokeEndpoint, type Answer } from './invoke.ts';

export type { Container, ContainerSpec, Supervisor } from './jobs/supervisor.ts';
export { imageRegistry, type ContainerRole, type ImageRegistry, type ImageRule, type Runtime } from './jobs/images.ts';

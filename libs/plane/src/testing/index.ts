/** The plane in specs: of this package, and of those that run against it. */
export {
  createGroup,
  createModel,
  createVersion,
  IMAGE,
  inferenceSpecification,
  productionVariant,
  putModelData,
} from './model-fixtures.ts';
export { killablePlane, type KillablePlane } from './killable-plane.ts';
export { sdkClients, type SdkClients, type SdkCredentials } from './sdk-clients.ts';
export { TEST_ACCOUNTS, TEST_REGION, testPlane, type TestPlane, type TestPlaneOptions } from './test-plane.ts';
export { waitFor, type WaitOptions } from './wait-for.ts';
export { withPlane, type OperationName, type SuitePlane } from './with-plane.ts';

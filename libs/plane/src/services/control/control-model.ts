/** The service model of the plane's own operations: no AWS service has them, so they are signed for `gradus`. */
import type { ServiceModel } from '../../models/service-model.ts';

export const controlModel: ServiceModel = {
  id: 'gradus',
  signingName: 'gradus',
  endpointPrefix: 'gradus',
  serviceId: 'Gradus Plane',
  apiVersion: '2025-01-01',
  protocols: ['json'],
  targetPrefix: 'GradusPlane',
  jsonVersion: '1.1',
  validationError: 'ValidationException',
  operations: {
    GetPlaneStatus: {
      http: { method: 'POST', requestUri: '/' },
      input: 'GetPlaneStatusRequest',
      output: 'GetPlaneStatusResponse',
    },
    SetClock: { http: { method: 'POST', requestUri: '/' }, input: 'SetClockRequest', output: 'SetClockResponse' },
    Shutdown: { http: { method: 'POST', requestUri: '/' }, input: 'ShutdownRequest', output: 'ShutdownResponse' },
  },
  unanswered: {},
  shapes: {
    GetPlaneStatusRequest: { type: 'structure', members: {} },
    GetPlaneStatusResponse: {
      type: 'structure',
      members: {
        Pid: { shape: 'Integer' },
        Url: { shape: 'String' },
        Dir: { shape: 'String' },
        StorageBytes: { shape: 'Long' },
        MemoryBytes: { shape: 'Long' },
        UptimeSeconds: { shape: 'Double' },
        Version: { shape: 'String' },
        Clock: { shape: 'Clock' },
        Accounts: { shape: 'Accounts' },
      },
    },
    SetClockRequest: { type: 'structure', members: { Time: { shape: 'Timestamp' }, Scale: { shape: 'Scale' } } },
    SetClockResponse: { type: 'structure', members: { Clock: { shape: 'Clock' } } },
    ShutdownRequest: { type: 'structure', members: {} },
    ShutdownResponse: { type: 'structure', members: { Pid: { shape: 'Integer' } } },
    Clock: { type: 'structure', members: { Time: { shape: 'Timestamp' }, Scale: { shape: 'Double' } } },
    Accounts: { type: 'list', member: { shape: 'Account' } },
    Account: { type: 'structure', members: { AccountId: { shape: 'String' }, Profile: { shape: 'String' } } },
    String: { type: 'string' },
    Integer: { type: 'integer' },
    Long: { type: 'long' },
    Double: { type: 'double' },
    Scale: { type: 'double', min: 0.001, max: 1_000_000 },
    Timestamp: { type: 'timestamp' },
  },
};

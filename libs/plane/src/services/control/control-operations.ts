/** What the control service answers. */
import type { Operation } from '../../models/operation.ts';

export interface ClockReading {
  /** Service time. */
  Time: Date;
  /** Service seconds per wall second. */
  Scale: number;
}

export interface PlaneStatus {
  Pid: number;
  Url: string;
  Dir: string;
  /** Bytes of all files in `Dir`. */
  StorageBytes: number;
  /** Resident memory of the plane's process. */
  MemoryBytes: number;
  UptimeSeconds: number;
  Version: string;
  Clock: ClockReading;
  /** How long the offline feature store may take to show what was acknowledged, in seconds of service time. */
  OfflineStoreLagSeconds: number;
  Accounts: { AccountId: string; Profile: string }[];
}

export interface RoleUsageEntry {
  RoleArn: string;
  RoleName: string;
  /** e.g. `s3:GetObject`. */
  Action: string;
  /** An ARN, or `*` for an action on none. */
  Resource: string;
  Uses: number;
  /** Wall time. */
  LastUsed: Date;
}

export type ControlOperations = {
  ListRoleUsage: Operation<
    { RoleName?: string; MaxResults?: number; NextToken?: string },
    { RoleUsage: RoleUsageEntry[]; NextToken?: string }
  >;
  GetPlaneStatus: Operation<object, PlaneStatus>;
  SetClock: Operation<{ Time?: Date; Scale?: number }, { Clock: ClockReading }>;
  /** AWS shows a record within 900 seconds; the plane within 1 unless told otherwise. */
  SetOfflineStoreLag: Operation<{ Seconds: number }, object>;
  /** `AwaySeconds` of service time pass before capacity is back; 0 by default. */
  InterruptSpotTraining: Operation<{ TrainingJobName: string; AwaySeconds?: number }, object>;
  Shutdown: Operation<object, { Pid: number }>;
};

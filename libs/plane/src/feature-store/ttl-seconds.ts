/** A time to live in seconds. */
import type { TtlDuration } from '@aws-sdk/client-sagemaker-featurestore-runtime';

const SECONDS = { Seconds: 1, Minutes: 60, Hours: 3600, Days: 86_400, Weeks: 604_800 };

/** Undefined when there is none, or its members are null: the record then never expires. */
export const ttlSeconds = (ttl: Partial<TtlDuration> | undefined): number | undefined =>
  ttl?.Unit && ttl.Value ? SECONDS[ttl.Unit] * ttl.Value : undefined;

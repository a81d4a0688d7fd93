/** What records the lineage of one kind of event. */
import type { RecordedEvent } from '../../../engine/outbox.ts';
import type { PlaneServices } from '../../../service.ts';

/** Runs in the follower's transaction. */
export type LineageRecord = (event: RecordedEvent, plane: Pick<PlaneServices, 'store'>) => void;

/** The load generator's process. */
import type { LoadJob } from '../load/job.ts';
import { runLoad } from '../load/run-load.ts';
import { serveParent } from '../process/serve-parent.ts';

serveParent({ ready: {}, answer: (job: LoadJob) => runLoad(job) });

/** `gradus_job.py`, the helper that Python code of a job imports: where it lies, to be carried along or found by Python. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const JOB_HELPER = 'gradus_job.py';

/** The helper's file. */
export const jobHelper = fileURLToPath(new URL('./python/gradus_job.py', import.meta.url));

/** What Python needs in PYTHONPATH to import it. */
export const jobHelperFolder = dirname(jobHelper);

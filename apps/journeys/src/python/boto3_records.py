"""What is kept of models and their making, as boto3 sees it: experiments, Search, lineage, jobs, cards, versions in S3.

Like `boto3_level_0.py` it knows nothing but what `gradus env` prints, after `npm start`, and every answer is judged:

    eval "$(npx gradus env)"
    .venv/bin/python apps/journeys/src/python/boto3_records.py
"""

import journey
from steps import jobs, records, registry, storage, tracking

STEPS = [
    registry.registry,
    registry.approved_version,
    storage.own_bucket,
    tracking.experiment,
    tracking.search,
    tracking.lineage,
    jobs.two_hosts,
    jobs.processing_job,
    jobs.transform_job,
    records.model_card,
    records.life_cycle,
    records.object_versions,
    tracking.clean_up,
    storage.clean_up,
]

if __name__ == "__main__":
    journey.run(STEPS)

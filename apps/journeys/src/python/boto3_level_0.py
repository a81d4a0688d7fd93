"""Level 0 as boto3 sees it: the registry, the approved version, its artifact, a training job, an endpoint.

It knows nothing but the variables that `gradus env` prints, after `npm start` has filled the registry:

    eval "$(npx gradus env)"
    .venv/bin/python apps/journeys/src/python/boto3_level_0.py

botocore's service models judge every answer; the script ends with 1 when one breaks them.
"""

import journey
from steps import own_version, refusals, registry, serving, storage, training

STEPS = [
    registry.identity,
    registry.registry,
    registry.approved_version,
    registry.artifact,
    storage.own_bucket,
    storage.small_objects,
    storage.large_object,
    training.training_job,
    training.job_log,
    training.job_metrics,
    training.job_artifact,
    own_version.own_version,
    training.stopped_job,
    serving.sample_endpoint,
    serving.own_endpoint,
    refusals.refusals,
    storage.clean_up,
]


if __name__ == "__main__":
    journey.run(STEPS)

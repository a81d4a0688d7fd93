"""Level 0 as boto3 sees it: the registry, the approved version, its artifact, a training job, an endpoint.

It knows nothing but the variables that `gradus env` prints, after `npm start` has filled the registry:

    eval "$(npx gradus env)"
    .venv/bin/python apps/journeys/src/python/boto3_level_0.py

botocore's service models judge every answer; the script ends with 1 when one breaks them.
"""

import os
import sys

try:
    import boto3
    import botocore
except ModuleNotFoundError:
    sys.exit(
        "boto3 is not here. Make a virtual environment first:\n"
        "  python3 -m venv .venv && .venv/bin/pip install --requirement apps/journeys/requirements.txt"
    )

from journey import Journey
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


def main():
    journey = Journey()
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__} at {os.environ['AWS_ENDPOINT_URL']}")
    for step in STEPS:
        step(journey)
    answers = journey.answers
    print(f"\n{answers.total} answers of {len(answers.counts)} operations, {sum(answers.errors.values())} of them errors.")
    for fault in answers.faults:
        print(f"not as botocore's model says: {fault}", file=sys.stderr)
    if answers.faults:
        sys.exit(1)
    print("botocore's models allow every one of them.")


if __name__ == "__main__":
    main()

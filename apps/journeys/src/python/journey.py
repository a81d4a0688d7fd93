"""What every step of the journey has at hand: clients that are judged, a transcript, and what earlier steps found."""

import contextlib
import io
import os
import sys
import tarfile

try:
    import boto3
    import botocore
except ModuleNotFoundError:
    sys.exit(
        "boto3 is not here. Make a virtual environment first:\n"
        "  python3 -m venv .venv && .venv/bin/pip install --requirement apps/journeys/requirements.txt"
    )
from botocore.exceptions import ClientError

from answers.strict_answers import StrictAnswers

# All that `gradus env` says; a client needs nothing else.
REQUIRED = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION")


class Journey:
    def __init__(self):
        missing = [name for name in REQUIRED if not os.environ.get(name)]
        if missing:
            sys.exit(f'{", ".join(missing)} not set. Point this shell at the plane first: eval "$(npx gradus env)"')
        self.session = boto3.session.Session()
        self.answers = StrictAnswers(self.session)
        self.found = {}
        self._steps = 0

    def client(self, service, **options):
        return self.session.client(service, **options)

    def step(self, title):
        self._steps += 1
        print(f"\n{self._steps}. {title}", flush=True)

    def say(self, text):
        print(f"   {text}", flush=True)

    def expect(self, true, what):
        if not true:
            raise AssertionError(what)

    @contextlib.contextmanager
    def refused(self, code, what):
        """The block must end in a ClientError of this code."""
        try:
            yield
        except ClientError as error:
            self.expect(error.response["Error"]["Code"] == code, f"{what}: {error} in place of {code}")
            self.say(f"{what}: {code}: {error.response['Error']['Message']}")
        else:
            raise AssertionError(f"{what} was not refused")

    def members_of(self, uri):
        """The files of a `.tar.gz` in S3 by name, and the size of the archive in bytes."""
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        body = self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as archive:
            files = [member for member in archive if member.isfile()]
            return {member.name.removeprefix("./"): archive.extractfile(member).read() for member in files}, len(body)


def run(steps):
    """Takes the steps in their order and judges every answer; ends the program with 1 when one breaks botocore's models."""
    journey = Journey()
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__} at {os.environ['AWS_ENDPOINT_URL']}")
    for step in steps:
        step(journey)
    answers = journey.answers
    print(f"\n{answers.total} answers of {len(answers.counts)} operations, {sum(answers.errors.values())} of them errors.")
    for fault in answers.faults:
        print(f"not as botocore's model says: {fault}", file=sys.stderr)
    if answers.faults:
        sys.exit(1)
    print("botocore's models allow every one of them.")

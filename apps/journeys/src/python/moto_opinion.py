"""The same boto3 calls to the plane and to moto, and where the shapes of their answers or their error codes differ.

Not part of the tests. moto has a virtual environment of its own:

    python3 -m venv .venv-moto && .venv-moto/bin/pip install --requirement apps/journeys/requirements-moto.txt
    eval "$(npx gradus env)"
    .venv-moto/bin/python apps/journeys/src/python/moto_opinion.py

Ends with 1 where they differ in a way that KNOWN does not list with its reason.
"""

import json
import os
import sys

import boto3
import moto
from botocore.exceptions import ClientError

REGION = "us-east-1"
CARD = json.dumps({"model_overview": {"model_name": "a line"}})
CONTAINER = {"Image": "gradus/serving:1", "ModelDataUrl": "s3://a/model.tar.gz"}
SERVED = {
    "Containers": [CONTAINER],
    "SupportedContentTypes": ["application/json"],
    "SupportedResponseMIMETypes": ["application/json"],
}
TAGS = [{"Key": "a", "Value": "b"}]

# Each call is (service, operation, parameters); `@n` stands for a name of its own, `@arn` for the start of its packages' ARNs.
CALLS = [
    ("sagemaker", "create_experiment", {"ExperimentName": "@n", "Description": "a", "Tags": TAGS}),
    ("sagemaker", "create_experiment", {"ExperimentName": "@n"}),
    ("sagemaker", "describe_experiment", {"ExperimentName": "@n"}),
    ("sagemaker", "describe_experiment", {"ExperimentName": "none"}),
    ("sagemaker", "list_experiments", {}),
    ("sagemaker", "create_trial", {"TrialName": "@n", "ExperimentName": "@n"}),
    ("sagemaker", "create_trial", {"TrialName": "@n-2", "ExperimentName": "none"}),
    ("sagemaker", "create_trial", {"TrialName": "@n", "ExperimentName": "@n"}),
    ("sagemaker", "describe_trial", {"TrialName": "@n"}),
    ("sagemaker", "describe_trial", {"TrialName": "none"}),
    ("sagemaker", "list_trials", {"ExperimentName": "@n"}),
    ("sagemaker", "create_trial_component", {"TrialComponentName": "@n", "Status": {"PrimaryStatus": "InProgress"}}),
    ("sagemaker", "create_trial_component", {"TrialComponentName": "@n"}),
    ("sagemaker", "associate_trial_component", {"TrialComponentName": "@n", "TrialName": "@n"}),
    ("sagemaker", "associate_trial_component", {"TrialComponentName": "none", "TrialName": "@n"}),
    ("sagemaker", "update_trial_component", {"TrialComponentName": "@n", "DisplayName": "b"}),
    ("sagemaker", "update_trial_component", {"TrialComponentName": "none", "DisplayName": "b"}),
    ("sagemaker", "describe_trial_component", {"TrialComponentName": "@n"}),
    ("sagemaker", "describe_trial_component", {"TrialComponentName": "none"}),
    ("sagemaker", "list_trial_components", {"TrialName": "@n"}),
    ("sagemaker", "delete_experiment", {"ExperimentName": "@n"}),
    ("sagemaker", "delete_experiment", {"ExperimentName": "none"}),
    ("sagemaker", "disassociate_trial_component", {"TrialComponentName": "@n", "TrialName": "@n"}),
    ("sagemaker", "delete_trial_component", {"TrialComponentName": "@n"}),
    ("sagemaker", "delete_trial_component", {"TrialComponentName": "none"}),
    ("sagemaker", "delete_trial", {"TrialName": "@n"}),
    ("sagemaker", "delete_trial", {"TrialName": "none"}),
    ("sagemaker", "create_model_card", {"ModelCardName": "@n", "Content": CARD, "ModelCardStatus": "Draft"}),
    ("sagemaker", "create_model_card", {"ModelCardName": "@n", "Content": CARD, "ModelCardStatus": "Draft"}),
    ("sagemaker", "update_model_card", {"ModelCardName": "@n", "ModelCardStatus": "Approved"}),
    ("sagemaker", "update_model_card", {"ModelCardName": "none", "ModelCardStatus": "Approved"}),
    ("sagemaker", "describe_model_card", {"ModelCardName": "@n"}),
    ("sagemaker", "describe_model_card", {"ModelCardName": "none"}),
    ("sagemaker", "describe_model_card", {"ModelCardName": "@n", "ModelCardVersion": 9}),
    ("sagemaker", "list_model_cards", {}),
    ("sagemaker", "list_model_card_versions", {"ModelCardName": "@n"}),
    ("sagemaker", "list_model_card_versions", {"ModelCardName": "none"}),
    ("sagemaker", "delete_model_card", {"ModelCardName": "@n"}),
    ("sagemaker", "delete_model_card", {"ModelCardName": "none"}),
    ("sagemaker", "create_model_package_group", {"ModelPackageGroupName": "@n", "Tags": TAGS}),
    ("sagemaker", "create_model_package_group", {"ModelPackageGroupName": "@n"}),
    ("sagemaker", "describe_model_package_group", {"ModelPackageGroupName": "@n"}),
    ("sagemaker", "describe_model_package_group", {"ModelPackageGroupName": "none"}),
    ("sagemaker", "list_model_package_groups", {}),
    ("sagemaker", "create_model_package", {"ModelPackageGroupName": "@n", "InferenceSpecification": SERVED}),
    ("sagemaker", "create_model_package", {"ModelPackageGroupName": "none", "InferenceSpecification": SERVED}),
    ("sagemaker", "describe_model_package", {"ModelPackageName": "@arn/@n/1"}),
    ("sagemaker", "describe_model_package", {"ModelPackageName": "@arn/@n/9"}),
    ("sagemaker", "update_model_package", {"ModelPackageArn": "@arn/@n/1", "ModelApprovalStatus": "Approved"}),
    ("sagemaker", "update_model_package", {"ModelPackageArn": "@arn/@n/9", "ModelApprovalStatus": "Approved"}),
    ("sagemaker", "list_model_packages", {"ModelPackageGroupName": "@n"}),
    ("sagemaker", "describe_training_job", {"TrainingJobName": "none"}),
    ("sagemaker", "describe_processing_job", {"ProcessingJobName": "none"}),
    ("sagemaker", "describe_transform_job", {"TransformJobName": "none"}),
    ("sagemaker", "describe_model", {"ModelName": "none"}),
    ("sagemaker", "describe_endpoint", {"EndpointName": "none"}),
    ("sagemaker", "describe_endpoint_config", {"EndpointConfigName": "none"}),
    ("s3", "create_bucket", {"Bucket": "@n"}),
    ("s3", "get_bucket_versioning", {"Bucket": "@n"}),
    ("s3", "get_bucket_versioning", {"Bucket": "@n-none"}),
    ("s3", "put_bucket_versioning", {"Bucket": "@n", "VersioningConfiguration": {"Status": "Enabled"}}),
    ("s3", "get_bucket_versioning", {"Bucket": "@n"}),
    ("s3", "get_bucket_tagging", {"Bucket": "@n"}),
    ("s3", "put_bucket_tagging", {"Bucket": "@n", "Tagging": {"TagSet": TAGS}}),
    ("s3", "get_bucket_tagging", {"Bucket": "@n"}),
    ("s3", "put_bucket_tagging", {"Bucket": "@n", "Tagging": {"TagSet": TAGS + TAGS}}),
    ("s3", "put_object", {"Bucket": "@n", "Key": "k", "Body": b"one", "Tagging": "c=d"}),
    ("s3", "get_object_tagging", {"Bucket": "@n", "Key": "k"}),
    ("s3", "get_object_tagging", {"Bucket": "@n", "Key": "none"}),
    ("s3", "put_object_tagging", {"Bucket": "@n", "Key": "k", "Tagging": {"TagSet": TAGS}}),
    ("s3", "put_object_tagging", {"Bucket": "@n", "Key": "k", "Tagging": {"TagSet": TAGS + TAGS}}),
    ("s3", "put_object_tagging", {"Bucket": "@n", "Key": "none", "Tagging": {"TagSet": TAGS}}),
    ("s3", "head_object", {"Bucket": "@n", "Key": "k"}),
    ("s3", "get_object", {"Bucket": "@n", "Key": "k", "VersionId": "none"}),
    ("s3", "delete_object_tagging", {"Bucket": "@n", "Key": "k"}),
    ("s3", "delete_object", {"Bucket": "@n", "Key": "k"}),
    ("s3", "get_object", {"Bucket": "@n", "Key": "k"}),
    ("s3", "head_object", {"Bucket": "@n", "Key": "k"}),
    ("s3", "list_object_versions", {"Bucket": "@n"}),
    ("s3", "list_object_versions", {"Bucket": "@n-none"}),
    ("s3", "get_bucket_lifecycle_configuration", {"Bucket": "@n"}),
    ("s3", "delete_bucket_lifecycle", {"Bucket": "@n"}),
    ("s3", "delete_bucket", {"Bucket": "@n"}),
    ("cloudwatch", "list_metrics", {"Namespace": "none"}),
    ("cloudwatch", "get_metric_data", {"MetricDataQueries": [], "StartTime": 0, "EndTime": 60}),
]

WHO = "the models say that CreatedBy and LastModifiedBy hold an IamIdentity; moto leaves them empty or out"
NAME = "the API reference: without a DisplayName the name is shown; moto leaves it out"
UNIQUE = "the API reference: names are unique in an account and region; moto replaces what was there"
MODELED = "the operation's model lists ResourceNotFound and no ValidationException"
PARENT = "the operation's model lists ResourceNotFound; moto does not look"
OF_DELETED = "the operation's model answers the ARN; moto answers nothing"
VERSION = "the API reference: the answer has x-amz-version-id in a bucket that keeps versions"

# Differences, each with the reason why the plane stays as it is, by operation and which call of it in CALLS.
KNOWN = {
    "create_experiment 2": UNIQUE,
    "describe_experiment 1": f"{WHO}, and the Description that it was given too",
    "describe_experiment 2": "the operation's model lists ResourceNotFound; moto fails by a KeyError",
    "list_experiments 1": NAME,
    "create_trial 2": PARENT,
    "create_trial 3": UNIQUE,
    "describe_trial 1": f"{WHO}. {NAME}",
    "describe_trial 2": MODELED,
    "list_trials 1": NAME,
    "create_trial_component 2": UNIQUE,
    "associate_trial_component 2": "the operation's model lists ResourceNotFound; moto fails by a KeyError",
    "update_trial_component 2": MODELED,
    "describe_trial_component 1": f"{WHO}, and the Status that it was given too; Sources is for components of several sources",
    "describe_trial_component 2": MODELED,
    "list_trial_components 1": f"{WHO}, and the Status too. {NAME}",
    "delete_experiment 1": "the API reference: all trials of an experiment must be deleted first",
    "delete_experiment 2": MODELED,
    "delete_trial_component 1": OF_DELETED,
    "delete_trial_component 2": MODELED,
    "delete_trial 1": OF_DELETED,
    "delete_trial 2": MODELED,
    "describe_model_card 1": f"{WHO}. Content is required by the model",
    "create_model_package_group 2": "unverified: the reference says nothing of a name that is taken; moto replaces what was there",
    "describe_model_package_group 1": WHO,
    "describe_model_package 1": f"{WHO}. ModelPackageName is required by the model, a version waits for manual approval, "
    "and one that nobody validates has no statuses of validation",
    "create_bucket 1": "the model has BucketArn",
    "put_object 1": "the model has ChecksumType, which S3 answers with every checksum",
    "put_object_tagging 1": VERSION,
    "put_object_tagging 2": "the API reference: InvalidTag, as moto says too of a bucket's tags",
    "delete_object_tagging 1": VERSION,
    "get_object 1": "S3 calls a version ID that is none an InvalidArgument; NoSuchVersion is one that is not there",
    "list_object_versions 1": "boto3 asks for encoding-type=url, which S3 repeats; versions have their checksums; "
    "S3 no longer answers the DisplayName of an owner",
    "get_metric_data 1": "unverified: the API reference requires MetricDataQueries, and says nothing of an empty list",
}


def answers(client_of, name, account):
    """What one side answers to every call: the shape of the answer, or the code of the error."""
    found = []
    for service, operation, params in CALLS:
        params = json.loads(
            json.dumps(params, default=lambda value: value.decode())
            .replace("@arn", f"arn:aws:sagemaker:{REGION}:{account}:model-package")
            .replace("@n", name)
        )
        try:
            answer = getattr(client_of(service), operation)(**params)
            answer.pop("ResponseMetadata")
            found.append(" ".join(sorted(shape(answer))) or "{}")
        except ClientError as error:
            found.append(f"error {error.response['Error']['Code']}")
        except Exception as error:  # moto fails by faults of its own, too
            found.append(f"fault {type(error).__name__}: {error}"[:120])
    return found


def shape(value, path=""):
    """The paths of the members of an answer, of lists those of the first element."""
    if isinstance(value, dict) and value:
        return {each for key, member in value.items() for each in shape(member, f"{path}.{key}")}
    if isinstance(value, list) and value:
        return shape(value[0], f"{path}[]")
    return {path.lstrip(".")}


def differences(ours, theirs):
    """The calls that the two answer differently, in words."""
    counts = {}
    for (_, operation, params), our, their in zip(CALLS, ours, theirs):
        counts[operation] = counts.get(operation, 0) + 1
        if our == their:
            continue
        if our.startswith(("error", "fault")) or their.startswith(("error", "fault")):
            what = f"{our[:200]} | moto: {their[:200]}"
        else:
            only, lacks = set(our.split()) - set(their.split()), set(their.split()) - set(our.split())
            what = f"only ours: {' '.join(sorted(only))} | only moto's: {' '.join(sorted(lacks))}"
        yield f"{operation} {counts[operation]}", params, what


def main():
    name = f"moto-{os.urandom(4).hex()}"
    plane = boto3.session.Session()
    clients = {service: plane.client(service, region_name=REGION) for service in {call[0] for call in CALLS}}
    account = plane.client("sts", region_name=REGION).get_caller_identity()["Account"]
    ours = answers(clients.get, name, account)
    os.environ.pop("AWS_ENDPOINT_URL")
    os.environ.update(AWS_ACCESS_KEY_ID="moto", AWS_SECRET_ACCESS_KEY="moto")
    with moto.mock_aws():
        session = boto3.session.Session()
        clients = {service: session.client(service, region_name=REGION) for service in clients}
        theirs = answers(clients.get, name, "123456789012")
    unknown = 0
    for call, _, what in differences(ours, theirs):
        reason = KNOWN.get(call)
        unknown += reason is None
        print(f"{call}: {what}\n    {reason or 'NOT KNOWN'}")
    print(f"{len(CALLS)} calls, {unknown} differences that are not known of")
    sys.exit(1 if unknown else 0)


if __name__ == "__main__":
    main()

"""The model registry: its groups and versions, the approved one in full, its artifact opened."""

import json


def identity(journey):
    journey.step("Who am I")
    caller = journey.client("sts").get_caller_identity()
    journey.say(f"{caller['Arn']} of account {caller['Account']}")
    role = f"arn:aws:iam::{caller['Account']}:role/reader"
    session = journey.client("sts").assume_role(RoleArn=role, RoleSessionName="boto3")["Credentials"]
    keys = {
        "aws_access_key_id": session["AccessKeyId"],
        "aws_secret_access_key": session["SecretAccessKey"],
        "aws_session_token": session["SessionToken"],
    }
    journey.say(f"with a role: {journey.client('sts', **keys).get_caller_identity()['Arn']}")


def registry(journey):
    journey.step("What is in the model registry")
    sagemaker = journey.client("sagemaker")
    pages = sagemaker.get_paginator("list_model_package_groups").paginate(PaginationConfig={"PageSize": 1})
    groups = [group for page in pages for group in page["ModelPackageGroupSummaryList"]]
    approved = None
    for group in groups:
        name = group["ModelPackageGroupName"]
        sagemaker.describe_model_package_group(ModelPackageGroupName=name)
        pages = sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName=name, SortBy="CreationTime", SortOrder="Descending", PaginationConfig={"PageSize": 1}
        )
        for version in (version for page in pages for version in page["ModelPackageSummaryList"]):
            journey.say(f"{name}, version {version['ModelPackageVersion']}: {version['ModelApprovalStatus']}")
            if version["ModelApprovalStatus"] == "Approved" and approved is None:
                approved = version["ModelPackageArn"]
    journey.expect(approved, "no version is approved: run `npm start` first")
    journey.found["package"] = sagemaker.describe_model_package(ModelPackageName=approved)


def approved_version(journey):
    journey.step("The approved version")
    sagemaker, package = journey.client("sagemaker"), journey.found["package"]
    container = package["InferenceSpecification"]["Containers"][0]
    journey.say(f"{package['ModelPackageArn']}, made {package['CreationTime']:%Y-%m-%d %H:%M}")
    journey.say(f"served by {container['Image']}")
    facts = package["CustomerMetadataProperties"]
    journey.say(f"registered with {', '.join(sorted(facts))}")
    evaluation, signature = (_read_json(journey, facts[name]) for name in ("evaluation", "signature"))
    journey.say("metrics " + ", ".join(f"{name} {value:.3f}" for name, value in evaluation["metrics"].items()))
    journey.expect(signature["input"]["type"] == "object", f"signature {signature}")
    journey.found["training_job"] = sagemaker.describe_training_job(
        TrainingJobName=package["MetadataProperties"]["GeneratedBy"].rpartition("/")[2]
    )
    tags = [{"Key": "read-by", "Value": "boto3"}]
    group = f"{package['ModelPackageArn'].rpartition('/')[0].replace(':model-package/', ':model-package-group/')}"
    sagemaker.add_tags(ResourceArn=group, Tags=tags)
    journey.expect(tags[0] in sagemaker.list_tags(ResourceArn=group)["Tags"], "the tag is not there")
    sagemaker.delete_tags(ResourceArn=group, TagKeys=["read-by"])
    journey.expect(tags[0] not in sagemaker.list_tags(ResourceArn=group)["Tags"], "the tag is still there")


def artifact(journey):
    journey.step("Its artifact, downloaded and opened")
    uri = journey.found["package"]["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    files, size = journey.members_of(uri)
    journey.say(f"{uri}, {size:,} bytes")
    for name, content in sorted(files.items()):
        journey.say(f"  {name}, {len(content):,} bytes")
    journey.expect("code/predict.mjs" in files, "the artifact holds no code/predict.mjs")


def _read_json(journey, uri):
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return json.load(journey.client("s3").get_object(Bucket=bucket, Key=key)["Body"])

"""What is kept of a model beside its bytes: its card, its life cycle; and what S3 keeps of an object: versions, tags."""

import json
import os
import urllib.error
import urllib.request

from botocore.config import Config


def model_card(journey):
    journey.step("A model card, and its versions")
    sagemaker, name = journey.client("sagemaker"), f"boto3-{os.urandom(4).hex()}"
    content = {"model_overview": {"model_name": "a line"}, "intended_uses": {"risk_rating": "Low"}}
    card = sagemaker.create_model_card(ModelCardName=name, Content=json.dumps(content), ModelCardStatus="Draft")
    with journey.refused("ConflictException", "a second card of that name"):
        sagemaker.create_model_card(ModelCardName=name, Content=json.dumps(content), ModelCardStatus="Draft")
    with journey.refused("ValidationException", "content that the schema does not allow"):
        sagemaker.update_model_card(ModelCardName=name, Content=json.dumps({"colour": "red"}))
    content["intended_uses"]["risk_rating"] = "High"
    sagemaker.update_model_card(ModelCardName=name, Content=json.dumps(content))
    sagemaker.update_model_card(ModelCardName=name, ModelCardStatus="Approved")
    described = sagemaker.describe_model_card(ModelCardName=name)
    journey.expect(json.loads(described["Content"]) == content, f"content {described['Content']}")
    pages = sagemaker.get_paginator("list_model_card_versions").paginate(
        ModelCardName=name, PaginationConfig={"PageSize": 1}
    )
    versions = [each for page in pages for each in page["ModelCardVersionSummaryList"]]
    journey.expect(len(versions) == described["ModelCardVersion"], f"{len(versions)} versions")
    first = sagemaker.describe_model_card(ModelCardName=name, ModelCardVersion=1)
    journey.expect(json.loads(first["Content"])["intended_uses"]["risk_rating"] == "Low", "the first version is another")
    journey.say(f"{card['ModelCardArn']}: {described['ModelCardStatus']}, {len(versions)} versions")
    listed = sagemaker.list_model_cards(NameContains=name, ModelCardStatus="Approved")["ModelCardSummaries"]
    journey.expect([each["ModelCardName"] for each in listed] == [name], f"cards {listed}")
    sagemaker.delete_model_card(ModelCardName=name)
    with journey.refused("ResourceNotFound", "a card that was deleted"):
        sagemaker.describe_model_card(ModelCardName=name)


def life_cycle(journey):
    journey.step("The life cycle of a version")
    sagemaker, group = journey.client("sagemaker"), f"boto3-{os.urandom(4).hex()}"
    sagemaker.create_model_package_group(ModelPackageGroupName=group)
    arn = sagemaker.create_model_package(
        ModelPackageGroupName=group,
        InferenceSpecification=journey.found["package"]["InferenceSpecification"],
        ModelLifeCycle={"Stage": "Development", "StageStatus": "InProgress"},
    )["ModelPackageArn"]
    stage = {"Stage": "Production", "StageStatus": "PendingApproval", "StageDescription": "it fits"}
    sagemaker.update_model_package(ModelPackageArn=arn, ModelLifeCycle=stage)
    version = sagemaker.describe_model_package(ModelPackageName=arn)
    journey.expect(version["ModelLifeCycle"] == stage, f"life cycle {version['ModelLifeCycle']}")
    listed = sagemaker.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    journey.expect(listed[0]["ModelLifeCycle"] == stage, f"listed {listed}")
    journey.say(f"{arn}: {stage['Stage']}, {stage['StageStatus']}")
    sagemaker.delete_model_package(ModelPackageName=arn)
    sagemaker.delete_model_package_group(ModelPackageGroupName=group)


def object_versions(journey):
    journey.step("Versions, tags and links of an object in S3")
    s3, bucket, key = journey.client("s3"), f"boto3-{os.urandom(6).hex()}", "a/b c.txt"
    s3.create_bucket(Bucket=bucket)
    journey.expect("Status" not in s3.get_bucket_versioning(Bucket=bucket), "a new bucket keeps versions")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first, second = (s3.put_object(Bucket=bucket, Key=key, Body=text)["VersionId"] for text in (b"one", b"two"))
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "kind", "Value": "note"}]})
    tags = s3.get_object_tagging(Bucket=bucket, Key=key)
    journey.expect(tags["TagSet"] == [{"Key": "kind", "Value": "note"}], f"tags {tags}")
    marker = s3.delete_object(Bucket=bucket, Key=key)
    journey.expect(marker["DeleteMarker"], f"deleted {marker}")
    with journey.refused("NoSuchKey", "an object behind a delete marker"):
        s3.get_object(Bucket=bucket, Key=key)
    journey.expect(s3.get_object(Bucket=bucket, Key=key, VersionId=first)["Body"].read() == b"one", "another version")
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    listed = [each for page in pages for part in ("DeleteMarkers", "Versions") for each in page.get(part, [])]
    kept = sorted(each["VersionId"] for each in listed)
    journey.expect(kept == sorted([first, second, marker["VersionId"]]), f"versions {kept}")
    v4 = journey.client("s3", config=Config(signature_version="s3v4"))
    link = v4.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key, "VersionId": second})
    with urllib.request.urlopen(link) as answer:
        journey.expect(answer.read() == b"two", "the link gave another version")
    put = v4.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "put"})
    urllib.request.urlopen(urllib.request.Request(put, data=b"by link", method="PUT")).close()
    journey.expect(s3.get_object(Bucket=bucket, Key="put")["Body"].read() == b"by link", "the link did not put")
    try:
        urllib.request.urlopen(link.replace("X-Amz-Signature=", "X-Amz-Signature=0"))
        raise AssertionError("a link with another signature was served")
    except urllib.error.HTTPError as error:
        journey.say(f"a link with another signature: {error.code}")
    rule = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 30}}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    journey.expect(s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == [rule], "the rule is another")
    s3.delete_bucket_lifecycle(Bucket=bucket)
    with journey.refused("NoSuchLifecycleConfiguration", "a rule that was deleted"):
        s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    objects = s3.list_object_versions(Bucket=bucket)
    for each in [*objects["Versions"], *objects["DeleteMarkers"]]:
        s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
    s3.delete_bucket(Bucket=bucket)
    journey.say(f"{len(listed)} versions of {key!r}")

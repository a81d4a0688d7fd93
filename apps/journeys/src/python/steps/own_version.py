"""A group and a version of the script's own, approved and taken away again."""

import os


def own_version(journey):
    journey.step("What it made, as a version of a group of my own")
    sagemaker, group = journey.client("sagemaker"), f"boto3-{os.urandom(4).hex()}"
    serving = journey.found["package"]["InferenceSpecification"]
    container = {
        "Image": serving["Containers"][0]["Image"],
        "ModelDataUrl": journey.found["own_job"]["ModelArtifacts"]["S3ModelArtifacts"],
    }
    sagemaker.create_model_package_group(ModelPackageGroupName=group, ModelPackageGroupDescription="Lines")
    with journey.refused("ValidationException", "a second group of that name"):
        sagemaker.create_model_package_group(ModelPackageGroupName=group)
    arns = [
        sagemaker.create_model_package(
            ModelPackageGroupName=group,
            ModelApprovalStatus="PendingManualApproval",
            InferenceSpecification={**serving, "Containers": [container]},
            CustomerMetadataProperties={"made-by": "boto3"},
            MetadataProperties={"GeneratedBy": journey.found["own_job"]["TrainingJobArn"]},
        )["ModelPackageArn"]
        for _ in range(2)
    ]
    sagemaker.update_model_package(
        ModelPackageArn=arns[1], ModelApprovalStatus="Approved", ApprovalDescription="the line meets every point"
    )
    version = sagemaker.describe_model_package(ModelPackageName=arns[1])
    journey.expect(version["ModelPackageVersion"] == 2, f"version {version['ModelPackageVersion']}")
    journey.say(f"{arns[1]}: {version['ModelApprovalStatus']}, {version['ApprovalDescription']!r}")
    approved = sagemaker.list_model_packages(ModelPackageGroupName=group, ModelApprovalStatus="Approved")
    listed = [each["ModelPackageArn"] for each in approved["ModelPackageSummaryList"]]
    journey.expect(listed == arns[1:], f"approved are {listed}")
    with journey.refused("ConflictException", "deleting a group that holds versions"):
        sagemaker.delete_model_package_group(ModelPackageGroupName=group)
    for arn in arns:
        sagemaker.delete_model_package(ModelPackageName=arn)
    sagemaker.delete_model_package_group(ModelPackageGroupName=group)

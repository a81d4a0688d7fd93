"""What AWS refuses is refused with its codes, so that what clients catch keeps working."""

import os

NOWHERE = "boto3-knows-none-of-this-name"


def refusals(journey):
    journey.step("What AWS refuses")
    sagemaker, s3, logs = journey.client("sagemaker"), journey.client("s3"), journey.client("logs")
    with journey.refused("ValidationException", "an unknown training job"):
        sagemaker.describe_training_job(TrainingJobName=NOWHERE)
    with journey.refused("ValidationException", "an unknown group"):
        sagemaker.describe_model_package_group(ModelPackageGroupName=NOWHERE)
    with journey.refused("ValidationException", "an unknown model"):
        sagemaker.describe_model(ModelName=NOWHERE)
    with journey.refused("ValidationException", "an unknown endpoint"):
        sagemaker.describe_endpoint(EndpointName=NOWHERE)
    with journey.refused("ValidationException", "a name that AWS does not allow"):
        sagemaker.create_model_package_group(ModelPackageGroupName="no spaces")
    with journey.refused("NoSuchBucket", "an unknown bucket"):
        s3.list_objects_v2(Bucket=NOWHERE)
    with journey.refused("404", "a head of an unknown object"):
        s3.head_object(Bucket=journey.found["bucket"], Key="none")
    try:
        s3.get_object(Bucket=journey.found["bucket"], Key="none")
        raise AssertionError("an unknown object was given")
    except s3.exceptions.NoSuchKey as error:
        journey.say(f"an unknown object: s3.exceptions.NoSuchKey: {error.response['Error']['Message']}")
    try:
        logs.get_log_events(logGroupName="/aws/sagemaker/TrainingJobs", logStreamName=NOWHERE)
        raise AssertionError("an unknown log stream was given")
    except logs.exceptions.ResourceNotFoundException as error:
        journey.say(f"an unknown log stream: ResourceNotFoundException: {error.response['Error']['Message']}")
    wrong = {"aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "wrong"}
    with journey.refused("InvalidSignatureException", "a wrong secret at SageMaker"):
        journey.client("sagemaker", **wrong).list_models()
    with journey.refused("SignatureDoesNotMatch", "a wrong secret at S3"):
        journey.client("s3", **wrong).list_buckets()
    with journey.refused("InvalidClientTokenId", "an unknown key at STS"):
        unknown = {**wrong, "aws_access_key_id": "AKIA0000000000000000"}
        journey.client("sts", **unknown).get_caller_identity()

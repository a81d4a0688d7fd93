"""Jobs of the script's own: training on two hosts, processing, batch transform."""

import io
import json
import os
import tarfile
import time

from steps.training import WAIT, notebook

TWO_HOSTS = """\
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const { SM_CHANNEL_TRAIN: folder, SM_CURRENT_HOST: host, SM_HOSTS: hosts, SM_MODEL_DIR: model } = process.env;
const files = readdirSync(folder);
const sum = files.map((name) => Number(readFileSync(`${folder}/${name}`, 'utf8'))).reduce((total, value) => total + value, 0);
writeFileSync(`${model}/${host}.json`, JSON.stringify({ host, hosts: JSON.parse(hosts), files, sum }));
console.log(`sum=${sum};`);"""


def two_hosts(journey):
    journey.step("A training job on two hosts, its channel sharded")
    s3, sagemaker, bucket = journey.client("s3"), journey.client("sagemaker"), journey.found["bucket"]
    code = notebook()
    code["cells"][1]["source"] = TWO_HOSTS
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        source = json.dumps(code).encode()
        member = tarfile.TarInfo("sum.ipynb")
        member.size = len(source)
        tar.addfile(member, io.BytesIO(source))
    s3.put_object(Bucket=bucket, Key="code/two.tar.gz", Body=archive.getvalue())
    for number in range(4):
        s3.put_object(Bucket=bucket, Key=f"shards/{number}", Body=str(10**number).encode())
    made, name = journey.found["training_job"], f"boto3-{os.urandom(4).hex()}"
    data = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/shards/", "S3DataDistributionType": "ShardedByS3Key"}
    program = {"sagemaker_program": "sum.ipynb", "sagemaker_submit_directory": f"s3://{bucket}/code/two.tar.gz"}
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=made["RoleArn"],
        AlgorithmSpecification={
            "TrainingImage": made["AlgorithmSpecification"]["TrainingImage"],
            "TrainingInputMode": "File",
        },
        HyperParameters={key: json.dumps(value) for key, value in program.items()},
        InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": data}}],
        OutputDataConfig={"S3OutputPath": f"s3://{bucket}/output"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 600},
    )
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=name, WaiterConfig=WAIT)
    job = sagemaker.describe_training_job(TrainingJobName=name)
    journey.expect(job["TrainingJobStatus"] == "Completed", f"{job['TrainingJobStatus']}: {job.get('FailureReason')}")
    files, _ = journey.members_of(job["ModelArtifacts"]["S3ModelArtifacts"])
    parts = [json.loads(content) for file, content in sorted(files.items()) if file.startswith("algo-")]
    journey.expect([part["hosts"] for part in parts] == [["algo-1", "algo-2"]] * 2, f"hosts {parts}")
    journey.expect(sum(part["sum"] for part in parts) == 1111, f"sums {parts}")
    journey.say("; ".join(f"{part['host']}: {', '.join(part['files'])} = {part['sum']}" for part in parts))
    streams = journey.client("logs").describe_log_streams(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=f"{name}/"
    )["logStreams"]
    journey.expect(len(streams) == 2, f"streams {streams}")


def processing_job(journey):
    journey.step("A processing job: sort")
    s3, sagemaker, bucket = journey.client("s3"), journey.client("sagemaker"), journey.found["bucket"]
    made, name = journey.found["training_job"], f"boto3-{os.urandom(4).hex()}"
    s3.put_object(Bucket=bucket, Key="words/in.txt", Body=b"c\na\nb\n")
    given, left = "/opt/ml/processing/input", "/opt/ml/processing/output"
    sagemaker.create_processing_job(
        ProcessingJobName=name,
        RoleArn=made["RoleArn"],
        AppSpecification={
            "ImageUri": made["AlgorithmSpecification"]["TrainingImage"],
            "ContainerEntrypoint": ["/bin/sh", "-c", 'sort "$0/in.txt" > "$1/out.txt"', given, left],
        },
        ProcessingInputs=[
            {
                "InputName": "words",
                "S3Input": {
                    "S3Uri": f"s3://{bucket}/words/",
                    "LocalPath": given,
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
        ],
        ProcessingOutputConfig={
            "Outputs": [
                {
                    "OutputName": "sorted",
                    "S3Output": {"S3Uri": f"s3://{bucket}/sorted", "LocalPath": left, "S3UploadMode": "EndOfJob"},
                }
            ]
        },
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
        },
        StoppingCondition={"MaxRuntimeInSeconds": 600},
    )
    sagemaker.get_waiter("processing_job_completed_or_stopped").wait(ProcessingJobName=name, WaiterConfig=WAIT)
    job = sagemaker.describe_processing_job(ProcessingJobName=name)
    journey.expect(job["ProcessingJobStatus"] == "Completed", f"{job.get('FailureReason')} {job.get('ExitMessage')}")
    body = s3.get_object(Bucket=bucket, Key="sorted/out.txt")["Body"].read()
    journey.expect(body == b"a\nb\nc\n", f"sorted to {body}")
    listed = sagemaker.list_processing_jobs(NameContains=name)["ProcessingJobSummaries"]
    journey.expect([each["ProcessingJobStatus"] for each in listed] == ["Completed"], f"jobs {listed}")
    journey.say(f"{job['ProcessingJobArn']}: {job['ProcessingEndTime'] - job['ProcessingStartTime']}")
    component = sagemaker.describe_trial_component(TrialComponentName=f"{name}-aws-processing-job")
    journey.expect(component["Source"]["SourceArn"] == job["ProcessingJobArn"], f"source {component['Source']}")


def transform_job(journey):
    journey.step("A transform job of the approved version: a line per user, each joined with its prediction")
    s3, sagemaker, bucket = journey.client("s3"), journey.client("sagemaker"), journey.found["bucket"]
    name, package = f"boto3-{os.urandom(4).hex()}", journey.found["package"]["ModelPackageArn"]
    s3.put_object(
        Bucket=bucket, Key="users/in.jsonl", Body=b'{"user_id": 42, "limit": 2}\n{"user_id": 999999999, "limit": 1}\n'
    )
    sagemaker.create_model(
        ModelName=name, ExecutionRoleArn=journey.found["training_job"]["RoleArn"], Containers=[{"ModelPackageName": package}]
    )
    with journey.refused("ValidationException", "a transform job of an unknown model"):
        sagemaker.create_transform_job(**_transform(name, "boto3-knows-none", bucket))
    sagemaker.create_transform_job(**_transform(name, name, bucket))
    sagemaker.get_waiter("transform_job_completed_or_stopped").wait(TransformJobName=name, WaiterConfig=WAIT)
    job = sagemaker.describe_transform_job(TransformJobName=name)
    journey.expect(job["TransformJobStatus"] == "Completed", f"{job['TransformJobStatus']}: {job.get('FailureReason')}")
    body = s3.get_object(Bucket=bucket, Key="predicted/in.jsonl.out")["Body"].read().decode()
    rows = [json.loads(line) for line in body.splitlines()]
    journey.expect([row["user_id"] for row in rows] == [42, 999999999], f"rows {rows}")
    journey.expect([len(row["SageMakerOutput"]["items"]) for row in rows] == [2, 1], f"rows {rows}")
    journey.say(body.splitlines()[0])
    sagemaker.delete_model(ModelName=name)
    second = f"{name}-stopped"
    processing = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
    made = journey.found["training_job"]
    sagemaker.create_processing_job(
        ProcessingJobName=second,
        RoleArn=made["RoleArn"],
        AppSpecification={
            "ImageUri": made["AlgorithmSpecification"]["TrainingImage"],
            "ContainerEntrypoint": ["/bin/sh", "-c", "sleep 600"],
        },
        ProcessingResources={"ClusterConfig": processing},
    )
    while sagemaker.describe_processing_job(ProcessingJobName=second).get("ProcessingStartTime") is None:
        time.sleep(0.1)
    sagemaker.stop_processing_job(ProcessingJobName=second)
    sagemaker.get_waiter("processing_job_completed_or_stopped").wait(ProcessingJobName=second, WaiterConfig=WAIT)
    status = sagemaker.describe_processing_job(ProcessingJobName=second)["ProcessingJobStatus"]
    journey.expect(status == "Stopped", f"the job ended as {status}")


def _transform(name, model, bucket):
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/users/"}
    return {
        "TransformJobName": name,
        "ModelName": model,
        "BatchStrategy": "SingleRecord",
        "TransformInput": {
            "DataSource": {"S3DataSource": source},
            "ContentType": "application/json",
            "SplitType": "Line",
        },
        "TransformOutput": {
            "S3OutputPath": f"s3://{bucket}/predicted",
            "Accept": "application/json",
            "AssembleWith": "Line",
        },
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        "DataProcessing": {"JoinSource": "Input"},
    }

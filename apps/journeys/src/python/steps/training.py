"""A training job of the script's own: its notebook, its data, its log, its artifact."""

import datetime
import io
import json
import os
import tarfile

LOGS = "/aws/sagemaker/TrainingJobs"
WAIT = {"Delay": 1, "MaxAttempts": 300}
CELLS = [
    # The cell that is tagged `parameters` holds defaults; the job's hyperparameters stand in for them.
    "const digits = 0;\nconst minutes = 0;",
    """\
import { readFileSync, writeFileSync } from 'node:fs';

const points = readFileSync(`${process.env.SM_CHANNEL_TRAIN}/points.csv`, 'utf8').trim().split('\\n').map((line) => line.split(',').map(Number));
const mean = (of: (point: number[]) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
const [x, y] = [mean((point) => point[0]), mean((point) => point[1])];
const slope = mean((point) => (point[0] - x) * (point[1] - y)) / mean((point) => (point[0] - x) ** 2);
const intercept = y - slope * x;
const loss = mean((point) => (intercept + slope * point[0] - point[1]) ** 2);
writeFileSync(`${process.env.SM_MODEL_DIR}/line.json`, JSON.stringify({ slope, intercept }));
console.log(`slope=${slope.toFixed(digits)}; loss=${loss};`);
await new Promise((done) => setTimeout(done, minutes * 60_000));""",
]


def notebook():
    """A Jupyter notebook of the two cells, in TypeScript."""
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {
        "cells": [
            {**code, "id": "parameters", "metadata": {"tags": ["parameters"]}, "source": CELLS[0]},
            {**code, "id": "fit", "metadata": {}, "source": CELLS[1]},
        ],
        "metadata": {"kernelspec": {"name": "deno", "display_name": "Deno", "language": "typescript"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def training_job(journey):
    journey.step("A training job of my own: a line through points, fitted by a TypeScript notebook")
    s3, sagemaker, bucket = journey.client("s3"), journey.client("sagemaker"), journey.found["bucket"]
    s3.put_object(Bucket=bucket, Key="code/sourcedir.tar.gz", Body=_source_archive())
    points = "".join(f"{x},{2 * x + 1}\n" for x in range(100))
    s3.put_object(Bucket=bucket, Key="data/points.csv", Body=points.encode())
    request = _request(journey, digits=3)
    name, image = request["TrainingJobName"], request["AlgorithmSpecification"]["TrainingImage"]
    arn = sagemaker.create_training_job(**request)["TrainingJobArn"]
    journey.say(f"{arn}, in {image}")
    with journey.refused("ResourceInUse", "a second job of that name"):
        sagemaker.create_training_job(**request)
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=name, WaiterConfig=WAIT)
    job = sagemaker.describe_training_job(TrainingJobName=name)
    journey.say(" > ".join(each["Status"] for each in job["SecondaryStatusTransitions"]))
    journey.expect(job["TrainingJobStatus"] == "Completed", f"the job ended as {job['TrainingJobStatus']}")
    metric = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
    journey.say(f"{job['BillableTimeInSeconds']} s billed, final metrics {metric}")
    journey.expect(metric["loss"] < 1e-9, "the line misses the points")
    pages = sagemaker.get_paginator("list_training_jobs").paginate(NameContains="boto3", StatusEquals="Completed")
    listed = [each["TrainingJobName"] for page in pages for each in page["TrainingJobSummaries"]]
    journey.expect(name in listed, f"{name} is not among {listed}")
    journey.expect(sagemaker.list_tags(ResourceArn=arn)["Tags"] == request["Tags"], "its tags are others")
    journey.found["own_job"] = job


def stopped_job(journey):
    journey.step("A second job, stopped")
    sagemaker, request = journey.client("sagemaker"), _request(journey, minutes=60)
    name = request["TrainingJobName"]
    sagemaker.create_training_job(**request)
    sagemaker.stop_training_job(TrainingJobName=name)
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=name, WaiterConfig=WAIT)
    job = sagemaker.describe_training_job(TrainingJobName=name)
    journey.expect(job["TrainingJobStatus"] == "Stopped", f"the job ended as {job['TrainingJobStatus']}")
    journey.say(" > ".join(each["Status"] for each in job["SecondaryStatusTransitions"]))


def _source_archive():
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        source = json.dumps(notebook()).encode()
        member = tarfile.TarInfo("fit.ipynb")
        member.size = len(source)
        tar.addfile(member, io.BytesIO(source))
    return archive.getvalue()


def _request(journey, **parameters):
    """CreateTrainingJob for the notebook, in the image and the role of the job that made the approved version."""
    bucket, model_job = journey.found["bucket"], journey.found["training_job"]
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/data/", "S3DataDistributionType": "FullyReplicated"}
    values = {
        "sagemaker_program": "fit.ipynb",
        "sagemaker_submit_directory": f"s3://{bucket}/code/sourcedir.tar.gz",
        **parameters,
    }
    return {
        "TrainingJobName": f"boto3-{os.urandom(4).hex()}",
        "RoleArn": model_job["RoleArn"],
        "AlgorithmSpecification": {
            "TrainingImage": model_job["AlgorithmSpecification"]["TrainingImage"],
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "loss", "Regex": r"loss=([0-9.e+-]+);"}],
        },
        # As the SageMaker Python SDK writes them: each value as JSON.
        "HyperParameters": {name: json.dumps(value) for name, value in values.items()},
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/output"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        "Tags": [{"Key": "made-by", "Value": "boto3"}],
    }


def job_log(journey):
    journey.step("Its log")
    logs, job = journey.client("logs"), journey.found["own_job"]
    groups = logs.describe_log_groups(logGroupNamePrefix=LOGS)["logGroups"]
    journey.expect([each["logGroupName"] for each in groups] == [LOGS], f"log groups {groups}")
    prefix = f"{job['TrainingJobName']}/"
    streams = logs.describe_log_streams(logGroupName=LOGS, logStreamNamePrefix=prefix)["logStreams"]
    names = [each["logStreamName"] for each in streams]
    journey.expect(len(names) == 1, f"streams {names}")
    lines, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(
            logGroupName=LOGS, logStreamName=names[0], startFromHead=True, limit=4, **more
        )
        lines += [each["message"] for each in page["events"]]
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    for line in lines:
        journey.say(f"| {line}")
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=LOGS, logStreamNames=names, filterPattern='"slope="', PaginationConfig={"PageSize": 1}
    )
    matches = [each["message"] for page in pages for each in page["events"] if not each["message"].startswith("[cell")]
    journey.expect(matches == [line for line in lines if line.startswith("slope=")], f"the filter found {matches}")
    journey.expect(matches and matches[0].startswith("slope=2.000;"), f"the hyperparameter did not arrive: {matches}")


def job_metrics(journey):
    journey.step("Its metrics in CloudWatch")
    cloudwatch, name = journey.client("cloudwatch"), journey.found["own_job"]["TrainingJobName"]
    # CloudWatch's namespace of training jobs is named as their log group.
    metric = {
        "Namespace": LOGS,
        "MetricName": "loss",
        "Dimensions": [{"Name": "TrainingJobName", "Value": name}],
    }
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=LOGS, Dimensions=metric["Dimensions"])
    listed = [each for page in pages for each in page["Metrics"]]
    journey.expect(listed == [metric], f"metrics {listed}")
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)
    times = {"StartTime": end - datetime.timedelta(hours=1), "EndTime": end}
    points = cloudwatch.get_metric_statistics(**metric, **times, Period=60, Statistics=["SampleCount", "Maximum"])
    journey.say(f"{points['Label']}: {points['Datapoints']}")
    losses = [each["Maximum"] for each in points["Datapoints"]]
    journey.expect(losses and max(losses) < 1e-9, f"the losses are {losses}")
    queries = [
        {"Id": "loss", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}, "ReturnData": False},
        {"Id": "rmse", "Expression": "loss ^ 0.5"},
    ]
    results = cloudwatch.get_metric_data(MetricDataQueries=queries, **times)["MetricDataResults"]
    journey.expect([each["Values"][0] < 1e-4 for each in results] == [True], f"metric data {results}")
    with journey.refused("InvalidParameterValue", "a value that is no number"):
        cloudwatch.put_metric_data(Namespace="boto3", MetricData=[{"MetricName": "loss", "Value": float("nan")}])
    many = [{"MetricName": f"metric-{number}", "Value": number / 7} for number in range(1000)]
    cloudwatch.put_metric_data(Namespace="boto3", MetricData=many)


def job_artifact(journey):
    journey.step("Its artifact, and the notebook as it ran")
    uri = journey.found["own_job"]["ModelArtifacts"]["S3ModelArtifacts"]
    model, _ = journey.members_of(uri)
    line = json.loads(model["line.json"])
    journey.expect(abs(line["slope"] - 2) < 1e-9 and abs(line["intercept"] - 1) < 1e-9, f"the line is {line}")
    output, _ = journey.members_of(uri.replace("model.tar.gz", "output.tar.gz"))
    executed = json.loads(output["fit.ipynb"])
    texts = ["".join(out.get("text", "")) for cell in executed["cells"] for out in cell.get("outputs", [])]
    journey.expect(any("slope=2.000;" in text for text in texts), f"the executed notebook says {texts}")
    journey.say(f"{uri}: {', '.join(model)}: {line}")
    journey.say(f"output.tar.gz: {', '.join(output)}, its output in its cell")

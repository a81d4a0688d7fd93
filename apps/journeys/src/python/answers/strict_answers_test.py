"""Faults planted in answers, each of which the judge must find: `python -m unittest answers/strict_answers_test.py`."""

import json
import unittest

import boto3
import botocore.session

from answers.strict_answers import StrictAnswers

JOB = {
    "TrainingJobName": "a",
    "TrainingJobArn": "arn:aws:sagemaker:us-east-1:000000000000:training-job/a",
    "ModelArtifacts": {"S3ModelArtifacts": "s3://b/model.tar.gz"},
    "TrainingJobStatus": "Completed",
    "SecondaryStatus": "Completed",
    "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    "CreationTime": 1700000000.123,
}
LIST = "<R><Name>b</Name><KeyCount>1</KeyCount><Contents><Key>k</Key><Size>3</Size>{}</Contents></R>"


def faults(service, operation, body, status=200, **headers):
    model = botocore.session.get_session().get_service_model(service).operation_model(operation)
    answers = StrictAnswers(boto3.session.Session())
    response = {"status_code": status, "headers": {"x-amzn-requestid": "1", **headers}, "body": body}
    answers.judge_bytes(model, response)
    return answers.faults


class StrictAnswersTest(unittest.TestCase):
    def job(self, **changes):
        job = {name: value for name, value in {**JOB, **changes}.items() if value != "absent"}
        return faults("sagemaker", "DescribeTrainingJob", json.dumps(job).encode())

    def found(self, text, found):
        self.assertEqual(len(found), 1, found)
        self.assertIn(text, found[0])

    def test_allows_what_the_model_allows(self):
        self.assertEqual(self.job(), [])
        self.assertEqual(faults("s3", "ListObjectsV2", LIST.format("").encode()), [])

    def test_finds_faults_in_json(self):
        self.found("no such member", self.job(Colour="red"))
        self.found("missing", self.job(ModelArtifacts="absent"))
        self.found("null", self.job(FailureReason=None))
        self.found("none of", self.job(TrainingJobStatus="Done"))
        self.found("no timestamp", self.job(CreationTime="2023-11-14"))
        self.found("no integer", self.job(StoppingCondition={"MaxRuntimeInSeconds": "60"}))
        self.found("below", self.job(StoppingCondition={"MaxRuntimeInSeconds": 0}))
        self.found("does not match", self.job(TrainingJobName="-"))

    def test_finds_faults_in_xml_and_headers(self):
        for element, text in [
            ("<Colour>red</Colour>", "no member"),
            ("<Size>3</Size>", "more than once"),
            ("<LastModified>today</LastModified>", "no timestamp"),
            ("<StorageClass>HOT</StorageClass>", "none of"),
        ]:
            self.found(text, faults("s3", "ListObjectsV2", LIST.format(element).encode()))
        self.found("header x-amz-colour", faults("s3", "HeadObject", b"", **{"x-amz-colour": "red"}))
        self.found("no long", faults("s3", "HeadObject", b"", **{"content-length": "many"}))

    def test_finds_faults_in_errors_and_statuses(self):
        self.found("message None", faults("sagemaker", "DescribeModel", b'{"__type": "ValidationException"}', 400))
        self.found("no RequestId", faults("s3", "GetObject", b"<Error><Code>A</Code><Message>b</Message></Error>", 404))
        self.found("has b'x'", faults("s3", "HeadObject", b"x", 404))
        self.found("status 200 in place of 204", faults("s3", "DeleteObject", b""))
        self.found("no output", faults("sagemaker", "DeleteModel", b'{"ModelName": "a"}'))


if __name__ == "__main__":
    unittest.main()

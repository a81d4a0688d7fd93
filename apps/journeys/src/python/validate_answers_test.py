"""Recorded exchanges with faults planted in them, each of which the judge must find: `python -m unittest validate_answers_test.py`."""

import json
import unittest

from answers.recorded_exchange import RecordedExchange
from answers.request_params import request_params
from validate_answers import Verdict

ARN = "arn:aws:sagemaker:us-east-1:000000000000:model-package-group/films"
TARGET = {"x-amz-target": "SageMaker.CreateModelPackageGroup", "content-type": "application/x-amz-json-1.1"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
ALARM = "Action=PutMetricData&Namespace=a&MetricData.member.1.MetricName=b&MetricData.member.1.Value=1.5"


def recorded(service, method, url, body="", headers=None, status=200, answer="", answered=None):
    scope = f"AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host"
    return RecordedExchange(
        {
            "method": method,
            "url": url,
            "headers": {"authorization": scope, **(headers or {})},
            "body": {"text": body, "length": len(body)},
            "answer": {
                "status": status,
                "headers": {"x-amzn-requestid": "1", **(answered or {})},
                "body": {"text": answer, "length": len(answer)},
            },
        }
    )


def group(asked, answer, **more):
    return recorded("sagemaker", "POST", "/", json.dumps(asked), TARGET, answer=json.dumps(answer), **more)


class ValidateAnswersTest(unittest.TestCase):
    def faults(self, exchange):
        verdict = Verdict()
        verdict.judge(exchange)
        self.assertEqual(sum(verdict.answers.values()), 1)
        return list(verdict.faults)

    def found(self, text, exchange):
        found = self.faults(exchange)
        self.assertEqual(len(found), 1, found)
        self.assertIn(text, found[0])

    def test_allows_what_the_model_allows(self):
        asked = {"ModelPackageGroupName": "films", "Tags": [{"Key": "a", "Value": "b"}]}
        self.assertEqual(self.faults(group(asked, {"ModelPackageGroupArn": ARN})), [])

    def test_finds_faults_in_answers(self):
        asked = {"ModelPackageGroupName": "films"}
        self.found("no such member", group(asked, {"ModelPackageGroupArn": ARN, "Colour": "red"}))
        self.found("does not match", group(asked, {"ModelPackageGroupArn": "films"}))
        self.found("message None", group(asked, {"__type": "ValidationException"}, status=400))
        self.found("no request id", group(asked, {"ModelPackageGroupArn": ARN}, answered={"x-amzn-requestid": ""}))

    def test_finds_what_should_not_have_been_accepted(self):
        answer = {"ModelPackageGroupArn": ARN}
        self.found("Missing required parameter", group({}, answer))
        self.found("Invalid type", group({"ModelPackageGroupName": 3}, answer))
        self.found("does not match", group({"ModelPackageGroupName": "no spaces"}, answer))
        refused = group({}, {"__type": "ValidationException", "message": "a"}, status=400)
        self.assertEqual(self.faults(refused), [])

    def test_tells_the_operations_of_s3_apart(self):
        for operation, method, url, headers in [
            ("ListBuckets", "GET", "/", {}),
            ("ListObjectsV2", "GET", "/b?list-type=2&prefix=a", {}),
            ("ListObjects", "GET", "/b/", {}),
            ("GetObject", "GET", "/b/k/l?x-id=GetObject", {}),
            ("GetObjectTagging", "GET", "/b/k?tagging", {}),
            ("ListParts", "GET", "/b/k?uploadId=1", {}),
            ("PutObject", "PUT", "/b/k", {}),
            ("CopyObject", "PUT", "/b/k", {"x-amz-copy-source": "b/l"}),
            ("UploadPart", "PUT", "/b/k?partNumber=1&uploadId=2", {}),
            ("UploadPartCopy", "PUT", "/b/k?partNumber=1&uploadId=2", {"x-amz-copy-source": "b/l"}),
            ("DeleteObjects", "POST", "/b?delete", {}),
            ("HeadBucket", "HEAD", "/b", {}),
        ]:
            self.assertEqual(recorded("s3", method, url, headers=headers).operation.name, operation)

    def test_reads_parameters_of_every_protocol(self):
        tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"
        exchange = recorded("s3", "PUT", "/films/a%20key?tagging&versionId=7", tags)
        expected = {"Bucket": "films", "Key": "a key", "VersionId": "7", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}}
        self.assertEqual(request_params(exchange), expected)
        expected = {"Namespace": "a", "MetricData": [{"MetricName": "b", "Value": 1.5}]}
        self.assertEqual(request_params(recorded("monitoring", "POST", "/", ALARM, FORM)), expected)
        body = {"MetricData": [{"MetricName": "m", "Timestamp": 1700000000, "Value": 1.0}], "TrialComponentName": "t"}
        exchange = recorded("sagemaker", "PUT", "/BatchPutMetrics", json.dumps(body))
        self.assertEqual(exchange.operation.name, "BatchPutMetrics")
        self.assertEqual(request_params(exchange)["MetricData"][0]["MetricName"], "m")


if __name__ == "__main__":
    unittest.main()

"""Lets botocore's service models judge every answer of a boto3 session, twice: the bytes as they came, and what was parsed.

botocore itself parses leniently: it drops what it does not know and asks for nothing.
"""

import json
from collections import Counter
from xml.etree import ElementTree

from botocore.validate import ParamValidator

from answers.strict_json import check_json
from answers.strict_xml import check_headers, check_xml, tag

# Members of a JSON error beside those of its shape; services spell the message both ways.
ERROR_MEMBERS = ("__type", "message", "Message")


class StrictAnswers:
    """Counts the answers that a session gets and collects what is wrong with them in `faults`."""

    def __init__(self, session):
        self.counts = Counter()
        self.errors = Counter()
        self.faults = []
        # `before-parse` also sees the answers that botocore would retry.
        session.events.register("before-parse", self.judge_bytes)
        session.events.register("after-call", self.judge_parsed)

    @property
    def total(self):
        return sum(self.counts.values())

    def judge_bytes(self, operation_model, response_dict, **_):
        """Holds an answer as it came against the model: status, headers, body, or the form of an error."""
        service = operation_model.service_model
        path = f"{service.service_name} {operation_model.name}"
        self.counts[path] += 1
        if response_dict["status_code"] >= 300:
            self.errors[path] += 1
        check_answer(operation_model, service.resolved_protocol, response_dict, self.faults)

    def judge_parsed(self, http_response, parsed, model, **_):
        """Holds what botocore made of an answer against the same model, by botocore's own validator of requests."""
        check_parsed(model, http_response.status_code, parsed, self.faults)


def check_answer(operation, protocol, response, faults):
    """Appends to `faults` where an answer, as it came in a protocol of its service, breaks the model."""
    path = f"{operation.service_model.service_name} {operation.name}"
    status, headers = response["status_code"], response["headers"]
    if not any(headers.get(name) for name in ("x-amzn-requestid", "x-amz-request-id")):
        faults.append(f"{path}: the answer has no request id")
    if status >= 300:
        check_error(path, operation.service_model, protocol, response, faults, operation.http["method"])
        return
    expected = 206 if "content-range" in headers else operation.http.get("responseCode", 200)
    if status != expected:
        faults.append(f"{path}: status {status} in place of {expected}")
    _check_success(path, operation, protocol, response, faults)


def check_parsed(operation, status, parsed, faults):
    """Appends to `faults` where botocore's validator refuses what botocore's parser made of an answer."""
    if status >= 300:
        error = parsed.get("Error", {})
        if not error.get("Code") or ("Message" not in error):
            faults.append(f"{operation.name}: botocore parsed no code and message: {parsed}")
    elif operation.output_shape is not None:
        # botocore itself adds the metadata, and the None of a bucket in us-east-1.
        values = {name: value for name, value in parsed.items() if name != "ResponseMetadata" and value is not None}
        report = ParamValidator().validate(values, operation.output_shape)
        if report.has_errors():
            faults.append(f"{operation.name}, parsed: {report.generate_report()}")


def _check_success(path, operation, protocol, response, faults):
    shape = operation.output_shape
    if shape is None or not shape.members:
        if protocol == "json" and response["body"] not in (b"", b"{}"):
            faults.append(f"{path}: {response['body']!r}, where the model has no output")
        return
    if protocol.startswith("rest"):
        check_headers(path, response["headers"], shape, faults)
    payload = shape.serialization.get("payload")
    if operation.has_streaming_output or (payload and shape.members[payload].type_name in ("blob", "string")):
        return
    if protocol in ("json", "rest-json"):
        check_json(path, json.loads(response["body"] or b"{}"), shape, faults)
    elif response["body"]:
        _check_document(path, operation, protocol, response["body"], faults)


def _check_document(path, operation, protocol, body, faults):
    root, shape = ElementTree.fromstring(body), operation.output_shape
    if protocol == "query":
        wrapper = shape.serialization["resultWrapper"]
        parts = {tag(child): child for child in root}
        if tag(root) != f"{operation.name}Response" or set(parts) != {wrapper, "ResponseMetadata"}:
            faults.append(f"{path}: <{tag(root)}> of {sorted(parts)}")
            return
        root = parts[wrapper]
    elif operation.name == "GetBucketLocation":
        return  # S3 answers this one without a wrapper, which botocore parses by hand.
    payload = shape.serialization.get("payload")
    check_xml(path, root, shape.members[payload] if payload else shape, faults)


def check_error(path, service, protocol, response, faults, method="POST"):
    """Appends to `faults` where the answer of an error is not one of the protocol. Returns the error's code."""
    body = response["body"]
    path = f"{path} ({response['status_code']})"
    if method == "HEAD" or response["status_code"] == 304:
        if body:
            faults.append(f"{path}: an answer without content has {body!r}")
        return None
    if protocol in ("json", "rest-json"):
        error = json.loads(body)
        code = (error.get("__type") or response["headers"].get("x-amzn-errortype", "")).rpartition("#")[2]
        message = error.get("message", error.get("Message"))
        modeled = service.shape_for_error_code(code.partition(":")[0])
        if modeled is not None:
            check_json(path, error, modeled, faults, ERROR_MEMBERS)
    else:
        root = ElementTree.fromstring(body)
        fields = {tag(node): node.text for node in root.iter()}
        code, message = fields.get("Code"), fields.get("Message")
        if not fields.get("RequestId"):
            faults.append(f"{path}: the error has no RequestId")
    # AWS says no more of a body that it cannot read than `{"__type":"SerializationException"}`.
    if not code or (not message and code != "SerializationException"):
        faults.append(f"{path}: code {code!r}, message {message!r}")
    return code

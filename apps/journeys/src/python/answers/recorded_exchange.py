"""An exchange as a test recorded it: of which operation it is, in which protocol, its request and its answer as bytes."""

import gzip
import re
from functools import cache
from urllib.parse import parse_qsl, unquote

import botocore.session
from botocore.awsrequest import HeadersDict

# The service of a credential's scope, and what botocore calls it; one scope may have services more.
SCOPES = {
    "s3": ["s3"],
    "sagemaker": ["sagemaker", "sagemaker-runtime", "sagemaker-metrics"],
    "sts": ["sts"],
    "logs": ["logs"],
    "monitoring": ["cloudwatch"],
}
# What signs a link, beside the operation's own parameters.
SIGNING = re.compile(r"^(X-Amz-|x-id$)")
# Answered by other hosts of S3 at the paths of its buckets.
ELSEWHERE = ("ListDirectoryBuckets", "CreateSession", "WriteGetObjectResponse")


@cache
def service_model(name):
    return botocore.session.get_session().get_service_model(name)


@cache
def operation_model(service, name):
    return service_model(service).operation_model(name)


class RecordedExchange:
    def __init__(self, recorded):
        path, _, query = recorded["url"].partition("?")
        self.method, self.path = recorded["method"], path
        self.query = [(name, value) for name, value in parse_qsl(query, True) if not SIGNING.match(name)]
        self.headers = HeadersDict(recorded["headers"])
        self.body = _bytes(recorded["body"], self.headers)
        answer = recorded["answer"]
        self.answer = {
            "status_code": answer["status"],
            "headers": HeadersDict(answer["headers"]),
            "body": _bytes(answer["body"], {}),
        }
        signed = self.headers.get("authorization", "") + unquote(query)
        scope = re.search(r"Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request", signed)
        self.scope = scope.group(1) if scope else None
        self.service, self.protocol, self.operation = self._match()

    def _match(self):
        """Service, protocol and operation as botocore's models name them; None where they cannot be told."""
        services = SCOPES.get(self.scope, [])
        target, content = self.headers.get("x-amz-target"), self.headers.get("content-type", "")
        if target is not None:
            prefix, _, name = target.rpartition(".")
            for service in services:
                if service_model(service).metadata.get("targetPrefix") == prefix:
                    return service, "json", _known(service, name)
            return None, "json", None
        if content.startswith("application/x-www-form-urlencoded") and self.scope != "s3":
            fields = dict(parse_qsl((self.body or b"").decode("utf-8", "replace"), True))
            fields.update(self.query)
            for service in services:
                return service, "query", _known(service, fields.get("Action"))
        for service in services:
            protocol = service_model(service).resolved_protocol
            if protocol.startswith("rest"):
                operation = self._match_uri(service)
                if operation is not None or protocol == "rest-xml":
                    return service, protocol, operation
        return None, None, None

    def _match_uri(self, service):
        """The operation whose method, path, literal parameters and required ones are there; of several the one that asks most."""
        asked, best = dict(self.query), (-1, None)
        for name, method, path, literals, required in _routes(service):
            if method != self.method or not path.fullmatch(self.path):
                continue
            if any(key not in asked or (value and asked[key] != value) for key, value in literals):
                continue
            if all(key in (asked if place == "querystring" else self.headers) for place, key in required):
                best = max(best, (2 * len(literals) + len(required), name))
        return best[1] and operation_model(service, best[1])

    @property
    def has_streamed_input(self):
        """Is its body an object or a payload, which no model says anything of?"""
        shape = self.operation.input_shape
        payload = shape and shape.serialization.get("payload")
        return bool(payload) and shape.members[payload].type_name == "blob"

    def labels(self):
        """The members of the input that stand in the path."""
        route = next(each for each in _routes(self.service) if each[0] == self.operation.name)
        found = route[2].fullmatch(self.path)
        return {name: unquote(value) for name, value in found.groupdict().items()}


@cache
def _routes(service):
    routes = []
    for name in service_model(service).operation_names:
        if name in ELSEWHERE:
            continue
        operation = operation_model(service, name)
        template, _, query = operation.http["requestUri"].partition("?")
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
        pattern = re.sub(r"\\{(\w+)\\\+\\}", r"(?P<\1>.+)", pattern)
        members = operation.input_shape.members if operation.input_shape else {}
        required = [
            (members[each].serialization["location"], members[each].serialization["name"])
            for each in (operation.input_shape.required_members if members else [])
            if members[each].serialization.get("location") in ("querystring", "header")
        ]
        closing = "/?" if pattern.endswith("]+)") else ""
        literals = parse_qsl(query, True)
        routes.append((name, operation.http["method"], re.compile(pattern + closing), literals, required))
    return routes


def _known(service, name):
    return operation_model(service, name) if name in service_model(service).operation_names else None


def _bytes(body, headers):
    """The bytes of a recorded body; None where there were more than the recorder keeps."""
    if "text" not in body:
        return None
    content = body["text"].encode("latin-1")
    if headers.get("content-encoding") == "gzip" and content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    return content

"""What a recorded request asked, as the parameters that a botocore client takes, for botocore's validator to judge."""

import re
from urllib.parse import parse_qsl

from botocore.parsers import create_parser
from botocore.utils import parse_timestamp

PARSERS = {name: create_parser(name) for name in ("json", "rest-json", "rest-xml", "query")}
WHOLE = ("integer", "long")


def request_params(exchange):
    """The parameters of a request whose operation is known, its streamed body left out."""
    shape = exchange.operation.input_shape
    if shape is None:
        return {}
    if exchange.protocol == "query":
        fields = dict(parse_qsl(exchange.body.decode(), True))
        fields.update(exchange.query)
        return _from_fields(fields, "", shape)
    # The parser of answers reads headers and bodies; requests are written alike.
    message = {"status_code": 200, "headers": exchange.headers, "body": exchange.body}
    streamed = shape.serialization["payload"] if exchange.has_streamed_input else None
    if streamed:
        message["body"] = b""
    params = PARSERS[exchange.protocol].parse(message, shape)
    params.pop("ResponseMetadata", None)
    if exchange.protocol.startswith("rest"):
        params.update(exchange.labels())
        params.update(_from_query(exchange.query, shape))
    if streamed:
        params.pop(streamed, None)
        if streamed in shape.required_members:
            params[streamed] = b""
    return {name: value for name, value in params.items() if value is not None}


def _from_query(query, shape):
    params = {}
    for name, member in shape.members.items():
        if member.serialization.get("location") != "querystring":
            continue
        key = member.serialization.get("name", name)
        values = [value for asked, value in query if asked == key]
        if not values:
            continue
        if member.type_name == "list":
            params[name] = [_scalar(value, member.member) for value in values]
        else:
            params[name] = _scalar(values[0], member)
    return params


def _from_fields(fields, prefix, shape):
    if shape.type_name == "structure":
        params = {}
        for name, member in shape.members.items():
            key = f"{prefix}{member.serialization.get('name', name)}"
            if key in fields or any(each.startswith(f"{key}.") for each in fields):
                params[name] = _from_fields(fields, f"{key}.", member) if _nests(member) else _scalar(fields[key], member)
        return params
    listed = f"{prefix}{shape.member.serialization.get('name', 'member')}."
    indexes = {int(found.group(1)) for each in fields if (found := re.match(rf"{re.escape(listed)}(\d+)(\.|$)", each))}
    return [
        _from_fields(fields, f"{listed}{index}.", shape.member)
        if _nests(shape.member)
        else _scalar(fields[f"{listed}{index}"], shape.member)
        for index in sorted(indexes)
    ]


def _nests(shape):
    return shape.type_name in ("structure", "list")


def _scalar(text, shape):
    if shape.type_name in WHOLE:
        return int(text)
    if shape.type_name in ("float", "double"):
        return float(text)
    if shape.type_name == "boolean":
        return text == "true"
    if shape.type_name == "timestamp":
        return parse_timestamp(text)
    return text

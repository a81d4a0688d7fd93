"""What botocore's service model says of one scalar: its type, its enum, its bounds, its pattern."""

import base64
import re

from botocore.utils import parse_timestamp

WHOLE = {"integer": 32, "long": 64}
NUMBERS = ("float", "double")


def parse_text(path, text, shape, faults):
    """The value that a piece of XML or a header stands for, checked against its shape."""
    kind = shape.type_name
    try:
        if kind in WHOLE:
            value = int(text)
        elif kind in NUMBERS:
            value = float(text)
        elif kind == "boolean":
            value = {"true": True, "false": False}[text]
        elif kind == "timestamp":
            value = parse_timestamp(text)
        else:
            value = text
    except (KeyError, ValueError):
        faults.append(f"{path}: {text!r} is no {kind}")
        return
    if kind not in ("timestamp", "blob"):
        check_scalar(path, value, shape, faults)


def check_scalar(path, value, shape, faults):
    """Appends to `faults` what is wrong with a value as JSON carries it."""
    kind = shape.type_name
    if not _fits(kind, value):
        faults.append(f"{path}: {value!r} is no {kind}")
    elif kind == "string":
        _check_string(path, value, shape, faults)
    elif kind in WHOLE or kind in NUMBERS:
        check_bounds(path, value, shape, faults)


def check_bounds(path, size, shape, faults):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        faults.append(f"{path}: {size} is below {least}")
    if most is not None and size > most:
        faults.append(f"{path}: {size} is above {most}")


def _check_string(path, value, shape, faults):
    if shape.enum and value not in shape.enum:
        faults.append(f"{path}: {value!r} is none of {', '.join(shape.enum)}")
    check_bounds(path, len(value), shape, faults)
    try:
        pattern = re.compile(shape.metadata.get("pattern", ""), re.DOTALL)
    except re.error:
        return  # Java's expressions know classes that Python's do not.
    if pattern.pattern and not pattern.fullmatch(value):
        faults.append(f"{path}: {value!r} does not match {pattern.pattern}")


def _fits(kind, value):
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "blob":
        return isinstance(value, str) and _is_base64(value)
    if kind == "string":
        return isinstance(value, str)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return kind not in WHOLE or (value == int(value) and abs(value) < 2 ** (WHOLE[kind] - 1))


def _is_base64(text):
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True

"""Holds a JSON answer, as it came, against the shape that botocore's service model gives it."""

from answers.strict_value import check_bounds, check_scalar


def check_json(path, value, shape, faults, ignored=()):
    """Appends to `faults` what the model does not allow: unknown members, missing ones, nulls, wrong values."""
    kind = shape.type_name
    if kind == "structure":
        _check_structure(path, value, shape, faults, ignored)
    elif kind == "list":
        if not isinstance(value, list):
            faults.append(f"{path}: no list")
            return
        check_bounds(path, len(value), shape, faults)
        for index, member in enumerate(value):
            check_json(f"{path}[{index}]", member, shape.member, faults)
    elif kind == "map":
        if not isinstance(value, dict):
            faults.append(f"{path}: no map")
            return
        for key, member in value.items():
            check_scalar(f"{path} (key)", key, shape.key, faults)
            check_json(f"{path}[{key!r}]", member, shape.value, faults)
    else:
        check_scalar(path, value, shape, faults)


def _check_structure(path, value, shape, faults, ignored):
    if not isinstance(value, dict):
        faults.append(f"{path}: no structure")
        return
    members = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
    for key, content in value.items():
        if key in ignored:
            continue
        if key not in members:
            faults.append(f"{path}.{key}: {shape.name} has no such member")
        elif content is None:
            faults.append(f"{path}.{key}: null, where AWS leaves the member out")
        else:
            check_json(f"{path}.{key}", content, members[key][1], faults)
    present = {members[key][0] for key in value if key in members}
    for name in shape.required_members:
        if name not in present and "location" not in shape.members[name].serialization:
            faults.append(f"{path}.{name}: required by {shape.name}, and missing")

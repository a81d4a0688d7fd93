"""Holds an XML answer and the headers of a REST answer, as they came, against botocore's shapes."""

from answers.strict_value import parse_text

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def tag(node):
    return node.tag.rpartition("}")[2]


def check_xml(path, node, shape, faults):
    """Appends to `faults` the elements that the model does not know, lacks or cannot parse."""
    kind = shape.type_name
    if kind == "structure":
        _check_structure(path, node, shape, faults)
    elif kind == "list":
        name = shape.member.serialization.get("name", "member")
        for index, child in enumerate(node):
            if tag(child) != name:
                faults.append(f"{path}: <{tag(child)}> in a list of <{name}>")
            check_xml(f"{path}[{index}]", child, shape.member, faults)
    elif kind == "map":
        faults.append(f"{path}: a map in XML is not known to this check")
    else:
        parse_text(path, node.text or "", shape, faults)


def _check_structure(path, node, shape, faults):
    members = {}
    for name, member in shape.members.items():
        if "location" in member.serialization:
            continue
        if member.serialization.get("xmlAttribute"):
            if not node.get(XSI_TYPE) and name in shape.required_members:
                faults.append(f"{path}.{name}: missing attribute")
            continue
        members[_element_name(name, member)] = (name, member)
    seen = {}
    for child in node:
        element = tag(child)
        if element not in members:
            faults.append(f"{path}: <{element}> is no member of {shape.name}")
            continue
        name, member = members[element]
        seen[name] = seen.get(name, 0) + 1
        if member.serialization.get("flattened"):
            check_xml(f"{path}.{name}[{seen[name] - 1}]", child, member.member, faults)
        elif seen[name] > 1:
            faults.append(f"{path}.{name}: more than once")
        else:
            check_xml(f"{path}.{name}", child, member, faults)
    for name, _ in members.values():
        if name in shape.required_members and name not in seen:
            faults.append(f"{path}.{name}: required by {shape.name}, and missing")


def _element_name(name, member):
    if member.type_name == "list" and member.serialization.get("flattened"):
        inner = member.member.serialization.get("name")
        if inner:
            return inner
    return member.serialization.get("name", name)


def check_headers(path, headers, shape, faults):
    """The members of a REST answer that travel as headers; `x-amz-` headers that no member stands for are faults."""
    lowered = {name.lower(): value for name, value in headers.items()}
    known = {"x-amz-request-id", "x-amz-id-2", "x-amzn-requestid"}
    prefixes = []
    for name, member in shape.members.items():
        location, header = member.serialization.get("location"), member.serialization.get("name", name).lower()
        if location == "headers":
            prefixes.append(header)
        if location != "header":
            continue
        known.add(header)
        if header in lowered:
            parse_text(f"{path}.{name} ({header})", lowered[header], member, faults)
        elif name in shape.required_members:
            faults.append(f"{path}.{name}: required, and there is no header {header}")
    for header in lowered:
        if header.startswith("x-amz") and header not in known and not any(map(header.startswith, prefixes)):
            faults.append(f"{path}: header {header} is no member of {shape.name}")

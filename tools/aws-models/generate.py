"""Writes libs/plane/src/models from botocore's service models: the operations of operations.json and the shapes they reach.

    python3 generate.py --data <folder of botocore/data> [--check]

With --check nothing is written; it exits 1 and names the files that differ.
"""

import argparse
import gzip
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "libs" / "plane" / "src" / "models"
CONSTRAINTS = ("min", "max", "pattern", "enum", "sensitive", "flattened", "timestampFormat", "union")
MEMBER_TRAITS = ("location", "locationName", "xmlAttribute", "flattened", "streaming", "timestampFormat", "idempotencyToken")
# What the wire speaks; no client that we know of speaks another where a service has one of these.
PROTOCOLS = ("json", "rest-json", "rest-xml", "query")
PRINT_WIDTH = 120


def read_service(data, service_id):
    versions = sorted((data / service_id).glob("*/service-2.json.gz"))
    if not versions:
        sys.exit(f"No service model for {service_id} in {data}")
    with gzip.open(versions[-1]) as file:
        return json.load(file)


def compact_member(member):
    compact = {"shape": member["shape"]}
    compact.update({trait: member[trait] for trait in MEMBER_TRAITS if trait in member})
    if "xmlNamespace" in member:
        compact["xmlNamespace"] = member["xmlNamespace"]["uri"]
    return compact


def compact_shape(name, shape, settings):
    """The shape without its documentation, and with what the service's clients know beyond botocore's model."""
    compact = {"type": "string" if shape["type"] == "character" else shape["type"]}
    # Where botocore's model and the SDK's types differ.
    compact["type"] = settings.get("types", {}).get(name, compact["type"])
    if shape["type"] == "structure":
        compact["members"] = {key: compact_member(member) for key, member in shape["members"].items()}
        compact.update({key: shape[key] for key in ("required", "payload") if shape.get(key)})
        if shape.get("exception") or "error" in shape:
            error = shape.get("error", {})
            compact["error"] = {key: error[key] for key in ("code", "httpStatusCode") if key in error}
        root = settings.get("xmlRoots", {}).get(name, shape.get("locationName"))
        if root:
            compact["locationName"] = root
        if name in settings.get("unwrappedOutputs", []):
            compact["unwrapped"] = True
        if "xmlNamespace" in shape:
            compact["xmlNamespace"] = shape["xmlNamespace"]["uri"]
    elif shape["type"] == "list":
        compact["member"] = compact_member(shape["member"])
    elif shape["type"] == "map":
        compact["key"] = compact_member(shape["key"])
        compact["value"] = compact_member(shape["value"])
    compact.update({key: shape[key] for key in CONSTRAINTS if key in shape})
    return compact


def reachable(shapes, roots):
    seen, queue = set(), list(roots)
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        shape = shapes[name]
        members = list(shape.get("members", {}).values())
        members += [shape[part] for part in ("member", "key", "value") if part in shape]
        queue.extend(member["shape"] for member in members)
    return sorted(seen)


def requirements(model, operation):
    """The query keys and headers that must be present for a request to be this operation's.

    A required header tells operations apart only where they share method and URI (CopyObject, PutObject).
    """
    shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
    required = [shape["members"][name] for name in shape.get("required", [])]
    shared = [
        other
        for other in model["operations"].values()
        if (other["http"]["method"], other["http"]["requestUri"])
        == (operation["http"]["method"], operation["http"]["requestUri"])
    ]
    query = [member["locationName"] for member in required if member.get("location") == "querystring"]
    headers = [member["locationName"].lower() for member in required if member.get("location") == "header"]
    requires = {}
    if query:
        requires["query"] = query
    if headers and len(shared) > 1:
        requires["headers"] = headers
    return {"requires": requires} if requires else {}


def compact_operation(model, operation):
    http = operation["http"]
    compact = {"http": {key: http[key] for key in ("method", "requestUri", "responseCode") if key in http}}
    compact.update({key: operation[key]["shape"] for key in ("input", "output") if key in operation})
    if "resultWrapper" in operation.get("output", {}):
        compact["resultWrapper"] = operation["output"]["resultWrapper"]
    if operation.get("errors"):
        compact["errors"] = [error["shape"] for error in operation["errors"]]
    if operation.get("httpChecksum", {}).get("requestChecksumRequired"):
        compact["requestChecksumRequired"] = True
    if "gzip" in operation.get("requestcompression", {}).get("encodings", []):
        compact["requestCompression"] = "gzip"
    if operation.get("authtype") == "none":
        compact["auth"] = "none"
    compact.update(requirements(model, operation))
    return compact


def compact_unanswered(model, answered):
    """Name, and for REST method and URI, of each operation that is not answered: what a 501 names."""
    rest = model["metadata"]["protocol"].startswith("rest")
    unanswered = {}
    for name, operation in sorted(model["operations"].items()):
        if name in answered or operation.get("deprecated"):
            continue
        http = operation["http"]
        unanswered[name] = (
            {"http": {"method": http["method"], "requestUri": http["requestUri"]}, **requirements(model, operation)}
            if rest
            else {}
        )
    return unanswered


def compact_service(service_id, model, settings):
    metadata = model["metadata"]
    names = sorted(settings["operations"])
    unknown = [name for name in names if name not in model["operations"]]
    if unknown:
        sys.exit(f"operations.json names operations that {service_id} has not: {', '.join(unknown)}")
    operations = {name: compact_operation(model, model["operations"][name]) for name in names}
    roots = set()
    for operation in operations.values():
        roots.update(operation.get("errors", []))
        roots.update(operation[key] for key in ("input", "output") if key in operation)
    namespace = settings.get("xmlNamespace", metadata.get("xmlNamespace"))
    optional = {
        "targetPrefix": metadata.get("targetPrefix"),
        "jsonVersion": metadata.get("jsonVersion"),
        "xmlNamespace": namespace,
        "queryCompatible": "awsQueryCompatible" in metadata,
        "validationError": settings.get("validationError"),
    }
    return {
        "id": service_id,
        "signingName": metadata.get("signingName", metadata["endpointPrefix"]),
        "endpointPrefix": metadata["endpointPrefix"],
        "serviceId": metadata["serviceId"],
        "apiVersion": metadata["apiVersion"],
        "protocols": [protocol for protocol in metadata.get("protocols", [metadata["protocol"]]) if protocol in PROTOCOLS],
        **{key: value for key, value in optional.items() if value},
        "operations": operations,
        "unanswered": compact_unanswered(model, operations),
        "shapes": {name: compact_shape(name, model["shapes"][name], settings) for name in reachable(model["shapes"], roots)},
    }


def json_lines(table):
    """JSON with one line per operation and shape, so that a change of the model is a readable diff."""

    def dump(value):
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
        # The text stands in a template literal.
        return text.replace("`", "\\u0060").replace("${", "\\u0024{")

    lines = []
    for key, value in table.items():
        if key in ("operations", "unanswered", "shapes"):
            entries = ",\n".join(f"{dump(name)}:{dump(entry)}" for name, entry in value.items())
            lines.append(f"{dump(key)}:{{\n{entries}\n}}")
        else:
            lines.append(f"{dump(key)}:{dump(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def camel(service_id):
    head, *rest = service_id.split("-")
    return head + "".join(part.capitalize() for part in rest)


def write_model(service_id, table, version):
    return "\n".join(
        [
            f"/** The service model of {table['serviceId']}: generated by tools/aws-models from botocore {version}; do not edit. */",
            "import type { ServiceModel } from './service-model.ts';",
            "",
            f"export const {camel(service_id)}Model = JSON.parse(String.raw`{json_lines(table)}`) as ServiceModel;",
            "",
        ]
    )


def blob_payload(table, shape_name):
    """The member of a structure that is its raw body, with whether it streams."""
    shape = table["shapes"].get(shape_name, {})
    name = shape.get("payload")
    if not name or table["shapes"][shape["members"][name]["shape"]]["type"] != "blob":
        return None
    return name, shape["members"][name].get("streaming", False)


def operation_type(table, name, operation):
    payloads = {key: blob_payload(table, operation.get(key)) for key in ("input", "output")}
    arguments = [f"sdk.{name}CommandInput", f"sdk.{name}CommandOutput"]
    if payloads["input"]:
        member, streaming = payloads["input"]
        arguments[0] = f"WithBody<{arguments[0]}, '{member}', {'Readable' if streaming else 'Buffer'}>"
    if payloads["output"]:
        arguments[1] = f"WithBody<{arguments[1]}, '{payloads['output'][0]}', Readable | Uint8Array>"
    line = f"  {name}: Operation<{', '.join(arguments)}>;"
    if len(line) <= PRINT_WIDTH:
        return line
    return f"  {name}: Operation<\n" + ",\n".join(f"    {argument}" for argument in arguments) + "\n  >;"


def write_operations(service_id, table, settings, version):
    lines = [operation_type(table, name, operation) for name, operation in table["operations"].items()]
    body = "\n".join(lines)
    imports = []
    if "Readable" in body:
        imports.append("import type { Readable } from 'node:stream';")
    imports.append(f"import type * as sdk from '{settings['client']}';")
    used = [name for name in ("Operation", "WithBody") if f"{name}<" in body]
    imports.append(f"import type {{ {', '.join(used)} }} from './operation.ts';")
    return "\n".join(
        [
            f"/** What {table['serviceId']} answers: generated by tools/aws-models from botocore {version}; do not edit. */",
            *imports,
            "",
            f"export type {settings['typeName']}Operations = {{",
            body,
            "};",
            "",
        ]
    )


def write_index(services):
    names = sorted(services)
    imports = [f"import {{ {camel(name)}Model }} from './{name}-model.ts';" for name in names]
    return "\n".join(
        [
            "/** Every service model that the plane knows: generated by tools/aws-models; do not edit. */",
            *imports,
            "",
            "export const serviceModels = [",
            *(f"  {camel(name)}Model," for name in names),
            "];",
            "",
        ]
    )


def generate(data, version):
    services = json.loads((HERE / "operations.json").read_text())
    files = {}
    for service_id, settings in services.items():
        table = compact_service(service_id, read_service(data, service_id), settings)
        files[f"{service_id}-model.ts"] = write_model(service_id, table, version)
        files[f"{service_id}-operations.ts"] = write_operations(service_id, table, settings, version)
    files["service-models.ts"] = write_index(services)
    return files


def pinned_version():
    return re.search(r"botocore==([\d.]+)", (HERE / "requirements.txt").read_text()).group(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=pathlib.Path, help="the folder botocore/data")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is stale")
    arguments = parser.parse_args()
    version = pinned_version()
    package = arguments.data.parent / "__init__.py"
    found = re.search(r"__version__ = '([\d.]+)'", package.read_text()) if package.exists() else None
    if found is None or found.group(1) != version:
        sys.exit(f"{arguments.data} is of botocore {found.group(1) if found else 'unknown'}; requirements.txt pins {version}")
    files = generate(arguments.data, version)
    stale = [name for name, text in files.items() if not (OUT / name).exists() or (OUT / name).read_text() != text]
    if arguments.check:
        if stale:
            sys.exit(f"Stale: {', '.join(stale)}. Mend with: npx nx run aws-models:generate")
        return
    for name in stale:
        (OUT / name).write_text(files[name])
    print(f"{len(files)} files, {len(stale)} written")


if __name__ == "__main__":
    main()

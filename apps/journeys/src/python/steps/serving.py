"""The sample's endpoint invoked, and an endpoint of the script's own from the approved version."""

import json
import os

KNOWN_USER, UNKNOWN_USER = 42, 999_999_999
WAIT = {"Delay": 1, "MaxAttempts": 120}
LISTS = [("endpoints", "Endpoints", 1), ("endpoint_configs", "EndpointConfigs", 2), ("models", "Models", 1)]


def sample_endpoint(journey):
    journey.step("The endpoint that serves the approved version")
    sagemaker = journey.client("sagemaker")
    pages = sagemaker.get_paginator("list_endpoints").paginate(StatusEquals="InService")
    names = [each["EndpointName"] for page in pages for each in page["Endpoints"]]
    journey.expect(names, "no endpoint is in service: run `npm start` first")
    group = journey.found["package"]["ModelPackageGroupName"]
    name = group if group in names else names[0]
    endpoint = sagemaker.describe_endpoint(EndpointName=name)
    config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
    model = sagemaker.describe_model(ModelName=config["ProductionVariants"][0]["ModelName"])
    journey.found["role"] = model["ExecutionRoleArn"]
    journey.say(f"{endpoint['EndpointArn']}: {endpoint['EndpointStatus']}")
    for user in (KNOWN_USER, UNKNOWN_USER):
        journey.say(_titles(user, _ask(journey, name, user)))


def own_endpoint(journey):
    journey.step("An endpoint of my own, from the same version")
    sagemaker, runtime = journey.client("sagemaker"), journey.client("sagemaker-runtime")
    name, package = f"boto3-{os.urandom(4).hex()}", journey.found["package"]["ModelPackageArn"]
    container = {"ModelPackageName": package}
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=journey.found["role"], Containers=[container])
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": name,
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
        "InitialVariantWeight": 1.0,
    }
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name, Tags=[{"Key": "made-by", "Value": "boto3"}])
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=WAIT)
    journey.say(f"{name} is in service")
    journey.expect(_ask(journey, name, KNOWN_USER)["known"], "user 42 is unknown")
    table = runtime.invoke_endpoint(
        EndpointName=name, ContentType="text/csv", Accept="text/csv", Body=f"user_id,limit\n{KNOWN_USER},2\n"
    )
    journey.expect(table["ContentType"].startswith("text/csv"), f"{table['ContentType']} in place of text/csv")
    journey.say(f"the same as CSV: {table['Body'].read().decode().strip()!r}")
    with journey.refused("ModelError", "an input that is no JSON"):
        runtime.invoke_endpoint(EndpointName=name, ContentType="application/json", Body="{")
    two = f"{name}-two"
    sagemaker.create_endpoint_config(EndpointConfigName=two, ProductionVariants=[{**variant, "InitialInstanceCount": 2}])
    sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=two)
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=WAIT)
    instances = sagemaker.describe_endpoint(EndpointName=name)["ProductionVariants"][0]["CurrentInstanceCount"]
    journey.say(f"updated: {instances} instances")
    journey.expect(instances == 2, "not the two instances of the new configuration")
    for kind, members, count in LISTS:
        pages = sagemaker.get_paginator(f"list_{kind}").paginate(NameContains=name, PaginationConfig={"PageSize": 1})
        summaries = [each for page in pages for each in page[members]]
        journey.expect(len(summaries) == count, f"list_{kind} gives {summaries}")
    sagemaker.delete_endpoint(EndpointName=name)
    sagemaker.get_waiter("endpoint_deleted").wait(EndpointName=name, WaiterConfig=WAIT)
    for config in (name, two):
        sagemaker.delete_endpoint_config(EndpointConfigName=config)
    sagemaker.delete_model(ModelName=name)
    with journey.refused("ValidationError", "an endpoint that is gone"):
        runtime.invoke_endpoint(EndpointName=name, ContentType="application/json", Body="{}")


def _ask(journey, endpoint, user):
    answer = journey.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint,
        ContentType="application/json",
        Accept="application/json",
        Body=json.dumps({"user_id": user, "limit": 3}),
    )
    journey.expect(answer["InvokedProductionVariant"], "the answer names no variant")
    return json.load(answer["Body"])


def _titles(user, answer):
    who = f"user {user}" if answer["known"] else "a user nobody knows"
    return f"{who}: " + ", ".join(str(item.get("title", item["content_id"])) for item in answer["items"])

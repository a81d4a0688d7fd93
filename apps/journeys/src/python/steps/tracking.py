"""What was tried and what came of what: experiments, their metrics and Search; lineage."""

import datetime
import os


def experiment(journey):
    journey.step("An experiment of my own: a trial, a run, its metrics")
    sagemaker, name = journey.client("sagemaker"), f"boto3-{os.urandom(4).hex()}"
    journey.found["experiment"] = name
    sagemaker.create_experiment(ExperimentName=name, Description="Lines", Tags=[{"Key": "made-by", "Value": "boto3"}])
    with journey.refused("ValidationException", "a second experiment of that name"):
        sagemaker.create_experiment(ExperimentName=name)
    sagemaker.create_trial(TrialName=f"{name}-trial", ExperimentName=name)
    with journey.refused("ResourceNotFound", "a trial of an unknown experiment"):
        sagemaker.create_trial(TrialName=f"{name}-other", ExperimentName="boto3-knows-none")
    now = datetime.datetime.now(datetime.timezone.utc)
    for number, rate in enumerate((0.1, 0.2, 0.4)):
        run = f"{name}-run-{number}"
        sagemaker.create_trial_component(
            TrialComponentName=run,
            DisplayName=f"rate-{number}",
            Status={"PrimaryStatus": "InProgress"},
            StartTime=now,
            Parameters={"rate": {"NumberValue": rate}, "kind": {"StringValue": "line"}},
            InputArtifacts={"points": {"MediaType": "text/csv", "Value": "s3://boto3/points.csv"}},
        )
        sagemaker.associate_trial_component(TrialComponentName=run, TrialName=f"{name}-trial")
        _put_metrics(journey, run, now, [rate / step for step in range(1, 11)])
        sagemaker.update_trial_component(
            TrialComponentName=run, Status={"PrimaryStatus": "Completed"}, EndTime=now + datetime.timedelta(seconds=9)
        )
    run = sagemaker.describe_trial_component(TrialComponentName=f"{name}-run-2")
    metric = run["Metrics"][0]
    journey.expect((metric["Count"], metric["Last"]) == (10, 0.04), f"metric {metric}")
    pages = sagemaker.get_paginator("list_trial_components").paginate(
        ExperimentName=name, SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2}
    )
    listed = [each["TrialComponentName"] for page in pages for each in page["TrialComponentSummaries"]]
    journey.expect(listed == [f"{name}-run-{number}" for number in range(3)], f"runs {listed}")
    journey.say(f"{name}: {len(listed)} runs; {metric['MetricName']} from {metric['Max']} to {metric['Last']}")


def _put_metrics(journey, run, now, values):
    metrics = journey.client("sagemaker-metrics")
    data = [{"MetricName": "loss", "Timestamp": now, "Step": step, "Value": value} for step, value in enumerate(values)]
    answer = metrics.batch_put_metrics(TrialComponentName=run, MetricData=data)
    journey.expect(not answer.get("Errors"), f"metrics {answer}")


def search(journey):
    journey.step("Search: on a parameter, a metric and by its trial")
    sagemaker, name = journey.client("sagemaker"), journey.found["experiment"]
    query = {
        "Filters": [
            {"Name": "Parameters.rate", "Operator": "GreaterThanOrEqualTo", "Value": "0.2"},
            {"Name": "Parents.ExperimentName", "Operator": "Equals", "Value": name},
        ],
        "SubExpressions": [
            {
                "Operator": "Or",
                "Filters": [
                    {"Name": "Metrics.loss.Min", "Operator": "LessThan", "Value": "0.03"},
                    {"Name": "DisplayName", "Operator": "Contains", "Value": "rate-2"},
                ],
            }
        ],
    }
    asked = {"Resource": "ExperimentTrialComponent", "SearchExpression": query, "SortBy": "Metrics.loss.Max"}
    pages = sagemaker.get_paginator("search").paginate(**asked, SortOrder="Descending", PaginationConfig={"PageSize": 1})
    found = [each["TrialComponent"]["TrialComponentName"] for page in pages for each in page["Results"]]
    journey.expect(found == [f"{name}-run-2", f"{name}-run-1"], f"found {found}")
    journey.say(f"rates of 0.2 and more: {', '.join(found)}")
    for resource, member in [("Experiment", "Experiment"), ("TrainingJob", "TrainingJob"), ("Endpoint", "Endpoint")]:
        results = sagemaker.search(Resource=resource, MaxResults=5)["Results"]
        journey.expect(results and all(member in each for each in results), f"{resource}: {results}")
    with journey.refused("ValidationException", "a property that there is not"):
        sagemaker.search(
            Resource="Experiment", SearchExpression={"Filters": [{"Name": "Colour", "Operator": "Equals", "Value": "red"}]}
        )


def lineage(journey):
    journey.step("Lineage: what the approved version was made of, and entities of my own")
    sagemaker, package = journey.client("sagemaker"), journey.found["package"]
    artifacts = sagemaker.list_artifacts(SourceUri=package["ModelPackageArn"])["ArtifactSummaries"]
    journey.expect(len(artifacts) == 1, f"artifacts of the version: {artifacts}")
    answer = sagemaker.query_lineage(
        StartArns=[artifacts[0]["ArtifactArn"]], Direction="Ascendants", IncludeEdges=True, MaxDepth=10
    )
    for vertex in answer["Vertices"]:
        journey.say(f"{vertex['LineageType']} {vertex.get('Type')}: {vertex['Arn']}")
    job = journey.found["training_job"]["TrainingJobName"]
    journey.expect(any(job in vertex["Arn"] for vertex in answer["Vertices"]), f"no trial component of {job}")
    name = f"boto3-{os.urandom(4).hex()}"
    source = {"SourceUri": f"s3://boto3/{name}", "SourceTypes": [{"SourceIdType": "Custom", "Value": name}]}
    data = sagemaker.create_artifact(ArtifactName=name, ArtifactType="DataSet", Source=source)["ArtifactArn"]
    with journey.refused("ValidationException", "a second artifact of that source and type"):
        sagemaker.create_artifact(ArtifactName=name, ArtifactType="DataSet", Source=source)
    action = sagemaker.create_action(
        ActionName=name, ActionType="Approval", Source={"SourceUri": "boto3"}, Status="Completed", Properties={"why": "it fits"}
    )["ActionArn"]
    context = sagemaker.create_context(ContextName=name, ContextType="Project", Source={"SourceUri": "boto3"})["ContextArn"]
    for ends in [(data, action), (action, context)]:
        sagemaker.add_association(SourceArn=ends[0], DestinationArn=ends[1], AssociationType="ContributedTo")
    answer = sagemaker.query_lineage(
        StartArns=[context], Direction="Ascendants", Filters={"LineageTypes": ["Artifact"]}, IncludeEdges=False
    )
    journey.expect([each["Arn"] for each in answer["Vertices"]] == [data], f"found {answer['Vertices']}")
    edges = sagemaker.list_associations(DestinationArn=action)["AssociationSummaries"]
    journey.expect([each["SourceArn"] for each in edges] == [data], f"associations {edges}")
    sagemaker.update_action(ActionName=name, Properties={"by": "boto3"}, PropertiesToRemove=["why"])
    journey.expect(sagemaker.describe_action(ActionName=name)["Properties"] == {"by": "boto3"}, "the properties are others")
    for ends in [(data, action), (action, context)]:
        sagemaker.delete_association(SourceArn=ends[0], DestinationArn=ends[1])
    sagemaker.delete_action(ActionName=name)
    sagemaker.delete_context(ContextName=name)
    sagemaker.delete_artifact(ArtifactArn=data)
    with journey.refused("ResourceNotFound", "an artifact that was deleted"):
        sagemaker.describe_artifact(ArtifactArn=data)


def clean_up(journey):
    sagemaker, name = journey.client("sagemaker"), journey.found["experiment"]
    with journey.refused("ValidationException", "deleting an experiment that has trials"):
        sagemaker.delete_experiment(ExperimentName=name)
    for run in sagemaker.list_trial_components(TrialName=f"{name}-trial")["TrialComponentSummaries"]:
        sagemaker.disassociate_trial_component(TrialComponentName=run["TrialComponentName"], TrialName=f"{name}-trial")
        sagemaker.delete_trial_component(TrialComponentName=run["TrialComponentName"])
    sagemaker.delete_trial(TrialName=f"{name}-trial")
    sagemaker.delete_experiment(ExperimentName=name)
    with journey.refused("ResourceNotFound", "the experiment that was deleted"):
        sagemaker.describe_experiment(ExperimentName=name)

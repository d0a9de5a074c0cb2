"""Handlers that the tests create as functions of the simulated Lambda."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import boto3


def echo(event: Any, context: Any) -> Any:
    """What it was called with, and as whom."""
    return {
        "event": event,
        "function": context.function_name,
        "request_id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "remaining": context.get_remaining_time_in_millis(),
        "pid": os.getpid(),
    }


def environment(event: Any, context: Any) -> Any:
    """Everything in its environment."""
    return dict(os.environ)


def print_lines(event: Any, context: Any) -> Any:
    """Writes to both streams, with something nasty in it."""
    sys.stdout.write("on standard output: \x1b[31mred\x1b[0m\n")
    sys.stderr.write("on standard error\n")


def fail(event: Any, context: Any) -> Any:
    raise LookupError("no such thing")


def hang(event: Any, context: Any) -> Any:
    time.sleep(60)


def leave(event: Any, context: Any) -> Any:
    os._exit(7)


def huge(event: Any, context: Any) -> Any:
    return "x" * 6_300_000


def unserializable(event: Any, context: Any) -> Any:
    return object()


def meet(event: Any, context: Any) -> Any:
    """Waits until `event["others"]` instances are here at the same time."""
    place = Path(event["place"])
    (place / str(os.getpid())).touch()
    while len(list(place.iterdir())) < event["others"]:
        time.sleep(0.005)
    return os.getpid()


def call_back(event: Any, context: Any) -> Any:
    """Calls the account that runs it, and another function there."""
    cluster = boto3.client("ecs").list_clusters()["clusterArns"][0]
    inner = boto3.client("lambda").invoke(FunctionName=event["inner"], Payload=b'"deeper"')
    return {"cluster": cluster, "inner": json.loads(inner["Payload"].read())["event"]}


def collect(event: Any, context: Any) -> Any:
    """Appends the bodies of an SQS batch to a file; bodies tell it how to fail."""
    failed = []
    with Path(os.environ["COLLECT_IN"]).open("a", encoding="utf-8") as file:
        for record in event["Records"]:
            body = json.loads(record["body"])
            body["group"] = record["attributes"].get("MessageGroupId")
            body["receives"] = int(record["attributes"]["ApproximateReceiveCount"])
            file.write(json.dumps(body) + "\n")
            if body.get("fails", 0) >= body["receives"]:
                failed.append({"itemIdentifier": record["messageId"]})
    if os.environ.get("RAISE") and failed:
        raise RuntimeError("a batch failed")
    return {"batchItemFailures": failed}

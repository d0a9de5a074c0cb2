"""How fast the simulated account is: start, reads, Lambda cold and warm, a rollout.

`python bench/account.py` from the checkout; prints milliseconds. Not a test: numbers differ from
machine to machine.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import boto3

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> None:
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "deploy.local.account"),
            *("--port", "0", "--frozen-clock", "--exit-on-stdin-eof"),
        ],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("the account was started without pipes")
        port = json.loads(process.stdout.readline())["port"]
        print(f"ready              {_milliseconds(start):8.1f}")
        _measure(f"http://127.0.0.1:{port}")
        process.stdin.close()
        stop = time.perf_counter()
        process.wait(10)
        print(f"stopped            {_milliseconds(stop):8.1f}")
    finally:
        process.kill()


def _measure(endpoint: str) -> None:
    session = boto3.Session(
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",  # noqa: S106 - so it is
        region_name="us-east-1",
    )
    ecs = session.client("ecs", endpoint_url=endpoint)
    where = "production"
    names = ecs.list_services(cluster=where)["serviceArns"]
    _report("describe 1 service", lambda: ecs.describe_services(cluster=where, services=names[:1]))
    _report("describe 6 services", lambda: ecs.describe_services(cluster=where, services=names))
    _report("list tasks", lambda: ecs.list_tasks(cluster=where))
    dynamodb = session.client("dynamodb", endpoint_url=endpoint)
    dynamodb.create_table(
        TableName="bench",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"id": {"S": "1"}}
    _report("put item", lambda: dynamodb.put_item(TableName="bench", Item=item))
    functions = session.client("lambda", endpoint_url=endpoint)
    _measure_lambda(functions)
    _report("create client here", lambda: session.client("ecs", endpoint_url=endpoint), 5)


def _measure_lambda(functions: Any) -> None:
    archive = b"PK\x05\x06" + bytes(18)  # an empty zip
    for number in range(5):
        functions.create_function(
            FunctionName=f"bench-{number}",
            Runtime="python3.12",
            Role="arn:aws:iam::123456789012:role/bench",
            Handler="tests.deploy.account.functions.echo",
            Code={"ZipFile": archive},
        )
    cold = [_timed(partial(functions.invoke, FunctionName=f"bench-{n}")) for n in range(5)]
    print(f"invoke, cold       {statistics.median(cold):8.1f}")
    _report("invoke, warm", lambda: functions.invoke(FunctionName="bench-0"))


def _report(name: str, call: Callable[[], object], times: int = 100) -> None:
    call()
    taken = sorted(_timed(call) for _ in range(times))
    worst = taken[int(times * 0.95) - 1]
    print(f"{name:18} {statistics.median(taken):8.1f}   p95 {worst:8.1f}")


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return _milliseconds(start)


def _milliseconds(since: float) -> float:
    return (time.perf_counter() - since) * 1000


if __name__ == "__main__":
    main()

"""Pipelines: CodePipeline with its builds, GitHub Actions, Jenkins."""

from fulfillment.ops.pipelines.codepipeline import CodePipeline
from fulfillment.ops.pipelines.every import EveryPipeline
from fulfillment.ops.pipelines.homes import homes
from fulfillment.ops.pipelines.port import Pipelines
from fulfillment.ops.reach import Reach

__all__ = ["Pipelines", "connect"]


def connect(reach: Reach) -> Pipelines:
    accounts = [CodePipeline(reach, home, place) for home, place in homes(reach).items()]
    return EveryPipeline(reach, accounts)

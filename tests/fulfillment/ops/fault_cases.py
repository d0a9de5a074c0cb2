"""Which question reads which adapter, and what its answers are called where they are lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fulfillment.ops.edge import Change, Json, endless, many, none
from tests.fulfillment.ops.pipelines.hosts import GITHUB, JENKINS

IN_PRODUCTION = {"environment": "production"}
ORDERS = {"service": "orders", "environment": "production"}


@dataclass(frozen=True)
class Case:
    """One adapter, asked as an operator would."""

    adapter: str
    intent: str
    slots: Mapping[str, str]
    operations: tuple[str, ...] = ()
    """Of AWS: each fails."""
    empty: Mapping[str, Change] = field(default_factory=dict)
    huge: Mapping[str, Change] = field(default_factory=dict)
    pages: Mapping[str, Any] = field(default_factory=dict)
    """Of a web host, where it is one: each fails."""
    empty_pages: Mapping[str, Any] = field(default_factory=dict)
    huge_pages: Mapping[str, Any] = field(default_factory=dict)
    fails_on_web: bool = False
    throttled: str = "ThrottlingException"
    denied: str = "AccessDeniedException"


@dataclass
class Alike:
    """Every service that is asked for is described, like one that there is."""

    like: Json = field(default_factory=dict)
    tasks: list[Json] = field(default_factory=list)

    def __call__(self, parsed: Json, asked: Json) -> None:
        """The first answer is of services that there are."""
        self.like = self.like or parsed["services"][0]
        parsed["failures"] = []
        parsed["services"] = [
            {**self.like, "serviceName": arn.rpartition("/")[2], "serviceArn": arn}
            for arn in asked["services"]
        ]


ALIKE = Alike()


def _alike_tasks(parsed: Json, asked: Json) -> None:
    known = parsed["tasks"] or ALIKE.tasks
    ALIKE.tasks = known
    parsed["failures"] = []
    parsed["tasks"] = [{**known[0], "taskArn": arn} for arn in asked["tasks"]]


def _many_costs(parsed: Json, _: Json) -> None:
    for month in parsed["ResultsByTime"]:
        like = month["Groups"][0]
        month["Groups"] = [{**like, "Keys": [f"Service {number}"]} for number in range(250)]


def _no_findings(parsed: Json, _: Json) -> None:
    parsed["imageScanFindings"].update(findings=[], findingSeverityCounts={})


def _many_findings(parsed: Json, _: Json) -> None:
    found = parsed["imageScanFindings"]
    many("findings", 300, "name")(found, {})
    found["findingSeverityCounts"] = {"HIGH": 300}


def _no_lines(parsed: Json, _: Json) -> None:
    parsed.update(status="Complete", results=[], statistics={})


def _many_lines(parsed: Json, _: Json) -> None:
    kept = [one for one in parsed["results"][0] if one["field"] != "@message"]
    line = {"field": "@message", "value": "ERROR payment of order 4711 refused by the acquirer"}
    statistics = {"recordsMatched": 48_000.0, "bytesScanned": 9e9}
    parsed.update(status="Running", results=[[*kept, line]] * 800, statistics=statistics)


CASES = (
    Case(
        "fleet (ECS services)",
        "DeployedVersions",
        IN_PRODUCTION,
        ("ecs.ListServices",),
        {"ecs.ListServices": none("serviceArns")},
        {
            "ecs.ListServices": many("serviceArns", 150),
            "ecs.DescribeServices": ALIKE,
        },
    ),
    Case(
        "fleet (target health)",
        "ServiceHealth",
        ORDERS,
        ("elbv2.DescribeTargetHealth",),
        {"elbv2.DescribeTargetHealth": none("TargetHealthDescriptions")},
        {"elbv2.DescribeTargetHealth": many("TargetHealthDescriptions", 500)},
    ),
    Case(
        "fleet (task definitions)",
        "ServiceVersion",
        ORDERS,
        ("ecs.DescribeTaskDefinition",),
    ),
    Case(
        "alarms",
        "FiringAlarms",
        IN_PRODUCTION,
        ("cloudwatch.DescribeAlarms",),
        {"cloudwatch.DescribeAlarms": none("MetricAlarms", "CompositeAlarms")},
        {"cloudwatch.DescribeAlarms": many("MetricAlarms", 300, "AlarmName")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "changes (alarm history)",
        "RecentChanges",
        {**IN_PRODUCTION, "period": "PT3H"},
        ("cloudwatch.DescribeAlarmHistory",),
        {"cloudwatch.DescribeAlarmHistory": none("AlarmHistoryItems")},
        {"cloudwatch.DescribeAlarmHistory": many("AlarmHistoryItems", 300, "AlarmName")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "changes (CloudTrail)",
        "RecentChanges",
        {**IN_PRODUCTION, "period": "PT3H"},
        ("cloudtrail.LookupEvents",),
        {"cloudtrail.LookupEvents": none("Events")},
        {"cloudtrail.LookupEvents": endless("Events", 50, "NextToken", "EventId")},
    ),
    Case(
        "changes (ECS deployments)",
        "RecentChanges",
        {**IN_PRODUCTION, "period": "PT3H"},
        ("ecs.ListServiceDeployments",),
        {"ecs.ListServiceDeployments": none("serviceDeployments")},
    ),
    Case(
        "logs",
        "ServiceLogs",
        ORDERS,
        ("logs.StartQuery",),
        {"logs.GetQueryResults": _no_lines},
        {"logs.GetQueryResults": _many_lines},
    ),
    Case(
        "logs (errors)",
        "ServiceErrors",
        ORDERS,
        ("logs.StartQuery",),
        {"logs.GetQueryResults": _no_lines},
        {"logs.GetQueryResults": _many_lines},
    ),
    Case(
        "metrics",
        "ServiceMetrics",
        ORDERS,
        ("cloudwatch.GetMetricData",),
        {"cloudwatch.GetMetricData": none("MetricDataResults")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "pipelines (CodePipeline)",
        "PipelineStatus",
        {},
        ("codepipeline.ListPipelines",),
        {"codepipeline.ListPipelines": none("pipelines")},
        {"codepipeline.ListPipelines": many("pipelines", 150, "name")},
    ),
    Case(
        "pipelines (one of CodePipeline)",
        "PipelineStatus",
        {"pipeline": "orders-release"},
        ("codepipeline.GetPipelineState",),
    ),
    Case(
        "pipelines (CodeBuild)",
        "BuildFailure",
        {"pipeline": "infra"},
        ("codebuild.BatchGetBuilds",),
        {"codebuild.BatchGetBuilds": none("builds")},
    ),
    Case(
        "pipelines (build log)",
        "BuildFailure",
        {"pipeline": "infra"},
        ("logs.GetLogEvents",),
        {"logs.GetLogEvents": none("events")},
        {"logs.GetLogEvents": many("events", 400)},
    ),
    Case(
        "pipelines (GitHub Actions)",
        "PipelineStatus",
        {"pipeline": "github/shop/cards/deploy"},
        pages=GITHUB,
        fails_on_web=True,
    ),
    Case(
        "pipelines (Jenkins)",
        "PipelineStatus",
        {"pipeline": "jenkins/infra/nightly"},
        pages=JENKINS,
        fails_on_web=True,
    ),
    Case(
        "registry (ECR)",
        "ServiceVersions",
        {"service": "orders"},
        ("ecr.DescribeImages",),
        {"ecr.DescribeImages": none("imageDetails")},
        {"ecr.DescribeImages": many("imageDetails", 500, "imageDigest")},
    ),
    Case(
        "registry (scan findings)",
        "ScanFindings",
        {"service": "orders"},
        ("ecr.DescribeImageScanFindings",),
        {"ecr.DescribeImageScanFindings": _no_findings},
        {"ecr.DescribeImageScanFindings": _many_findings},
    ),
    Case(
        "provenance",
        "VersionChanges",
        {"service": "orders"},
        ("ecr.DescribeImages",),
        {"ecr.DescribeImages": none("imageDetails")},
    ),
    Case(
        "source host (commits)",
        "VersionChanges",
        {"service": "orders"},
        fails_on_web=True,
    ),
    Case(
        "source host (pull request)",
        "CommitDeployed",
        {"change": "412", "service": "orders"},
        fails_on_web=True,
    ),
    Case(
        "stacks",
        "StackStatus",
        IN_PRODUCTION,
        ("cloudformation.DescribeStacks",),
        {"cloudformation.DescribeStacks": none("Stacks")},
        {"cloudformation.DescribeStacks": many("Stacks", 300, "StackName")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "stacks (drift)",
        "StackStatus",
        IN_PRODUCTION,
        ("cloudformation.DescribeStackResourceDrifts",),
        {"cloudformation.DescribeStackResourceDrifts": none("StackResourceDrifts")},
        {
            "cloudformation.DescribeStackResourceDrifts": many(
                "StackResourceDrifts", 60, "LogicalResourceId"
            )
        },
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "traffic (load balancers)",
        "TrafficRouting",
        IN_PRODUCTION,
        ("elbv2.DescribeLoadBalancers",),
        {"elbv2.DescribeLoadBalancers": none("LoadBalancers")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "traffic (listener rules)",
        "TrafficRouting",
        IN_PRODUCTION,
        ("elbv2.DescribeRules",),
        {"elbv2.DescribeRules": none("Rules")},
        {"elbv2.DescribeRules": many("Rules", 450, "RuleArn")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "traffic (Route 53)",
        "TrafficRouting",
        IN_PRODUCTION,
        ("route53.ListResourceRecordSets",),
        {"route53.ListResourceRecordSets": none("ResourceRecordSets")},
        {"route53.ListResourceRecordSets": many("ResourceRecordSets", 300, "SetIdentifier")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "traffic (what is public)",
        "PublicServices",
        IN_PRODUCTION,
        ("elbv2.DescribeRules",),
        {"elbv2.DescribeRules": none("Rules")},
        {"elbv2.DescribeRules": many("Rules", 450, "RuleArn")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "tasks",
        "ServiceTasks",
        ORDERS,
        ("ecs.ListTasks",),
        {"ecs.ListTasks": none("taskArns")},
        {"ecs.ListTasks": many("taskArns", 260), "ecs.DescribeTasks": _alike_tasks},
    ),
    Case(
        "maintenance (Health)",
        "UpcomingMaintenance",
        IN_PRODUCTION,
        ("health.DescribeEvents",),
        {"health.DescribeEvents": none("events")},
        {"health.DescribeEvents": many("events", 120)},
    ),
    Case(
        "maintenance (EC2)",
        "UpcomingMaintenance",
        {},
        ("ec2.DescribeInstanceStatus",),
        {"ec2.DescribeInstanceStatus": none("InstanceStatuses")},
        {"ec2.DescribeInstanceStatus": many("InstanceStatuses", 120, "InstanceId")},
        throttled="RequestLimitExceeded",
        denied="UnauthorizedOperation",
    ),
    Case(
        "maintenance (ACM)",
        "UpcomingMaintenance",
        {},
        ("acm.ListCertificates",),
        {"acm.ListCertificates": none("CertificateSummaryList")},
        {"acm.ListCertificates": many("CertificateSummaryList", 120, "CertificateArn")},
    ),
    Case(
        "audit",
        "ActionHistory",
        IN_PRODUCTION,
        ("dynamodb.Query",),
        {"dynamodb.Query": none("Items")},
        throttled="ThrottlingException",
    ),
    Case(
        "costs",
        "MonthlyCost",
        {},
        ("ce.GetCostAndUsage",),
        {"ce.GetCostAndUsage": none("ResultsByTime")},
        {"ce.GetCostAndUsage": _many_costs},
        throttled="LimitExceededException",
    ),
    Case(
        "strategies",
        "ReleaseStrategies",
        ORDERS,
        ("elbv2.DescribeTargetGroups",),
        {"elbv2.DescribeTargetGroups": none("TargetGroups")},
        throttled="Throttling",
        denied="AccessDenied",
    ),
    Case(
        "what is broken (all of it)",
        "WhatsBroken",
        {},
        ("ecs.ListServices", "cloudwatch.DescribeAlarms"),
        {
            "ecs.ListServices": none("serviceArns"),
            "cloudwatch.DescribeAlarms": none("MetricAlarms", "CompositeAlarms"),
        },
        {"cloudwatch.DescribeAlarms": many("MetricAlarms", 300, "AlarmName")},
    ),
)

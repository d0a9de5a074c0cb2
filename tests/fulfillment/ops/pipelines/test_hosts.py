"""GitHub Actions and Jenkins behind the same port, against a host on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from fulfillment.act.writers.pipelines import Decision
from fulfillment.act.writers.pipelines import connect as connect_writers
from fulfillment.catalog.environments import environments_from_json
from fulfillment.errors import DocumentError, OpsError, OutcomeUnknown
from fulfillment.ops import pipelines as backend
from fulfillment.ops.pipelines import Pipelines, web
from fulfillment.ops.pipelines.places import governing
from fulfillment.ops.reach import Reach
from fulfillment.ops.sessions import Sessions
from fulfillment.sentences import phrase
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.ops.pipelines.hosts import (
    FAILED_JOBS,
    GITHUB,
    GITHUB_LOG,
    JENKINS,
    RUN,
    Host,
    serving,
)
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")
CARDS, NIGHTLY = "github/shop/cards/deploy", "jenkins/infra/nightly"
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter/ground-control/github"
SECRET = "arn:aws:ssm:us-east-1:123456789012:parameter/ground-control/jenkins"


@pytest.fixture
def host() -> Iterator[Host]:
    with serving({**GITHUB, **JENKINS}) as found:
        yield found


@pytest.fixture
def reach(fulfillment: Fulfillment, aws: Server, host: Host) -> Reach:
    """Of Ana, with both hosts set up; the tokens are in Parameter Store."""
    for arn, token in ((PARAMETER, "made-up-github"), (SECRET, "made-up-jenkins")):
        name = arn.partition("parameter")[2]
        aws.client("ssm").put_parameter(Name=name, Value=token, Type="SecureString", Overwrite=True)
    where = {"account": "123456789012", "region": "us-east-1"}
    environments = environments_from_json(
        {
            "environments": {name: {**where, "cluster": name} for name in BOTH},
            "sources": {
                "github": {"url": host.url, "repositories": ["shop/cards"], "token": PARAMETER},
                "jenkins": {
                    "url": host.url,
                    "user": "ground-control",
                    "token": SECRET,
                    "jobs": ["infra/nightly"],
                },
            },
        }
    )
    given = fulfillment.application.dispatcher.backends(ANA, BOTH).reach
    return replace(given, all_environments=environments)


@pytest.fixture
def pipelines(reach: Reach) -> Pipelines:
    return backend.connect(reach)


def decision(pipelines: Pipelines, name: str, *, is_approved: bool = True) -> Decision:
    (found,) = pipelines.one(name).approvals
    return Decision(
        pipeline=name,
        stage=found.stage,
        action=found.action,
        execution=found.execution,
        token_digest=found.token_digest,
        is_approved=is_approved,
        summary="Approved by Ana through Ground Control",
    )


def test_a_name_says_who_has_it(pipelines: Pipelines) -> None:
    names = pipelines.names(BOTH)

    assert list(names) == ["checkout-release", CARDS, "infra", NIGHTLY, "orders-release"]
    assert (names[CARDS], names[NIGHTLY]) == (("cards deploy",), ("infra nightly",))
    assert pipelines.service(pipelines.one(CARDS)) == "cards"
    assert {one.home for one in pipelines.all().pipelines} == {
        "123456789012/us-east-1",
        "github",
        "jenkins",
    }


def test_a_run_of_github_waits_for_its_environment(pipelines: Pipelines, host: Host) -> None:
    found = pipelines.one(CARDS)

    assert [(one.name, one.state, one.environment) for one in found.stages] == [
        ("build", "succeeded", ""),
        ("production", "waiting", "production"),
    ]
    (approval,) = found.approvals
    assert (approval.stage, approval.execution) == ("production", "30433642.1")
    assert approval.revision is not None
    assert (approval.revision.short, approval.revision.message) == (
        "acb5820c",
        "Rotate card tokens",
    )
    assert governing(found, found.stages[-1]) == ("production",)
    headers = host.asked[-1][2]
    assert headers["authorization"] == "Bearer made-up-github"


def test_a_build_of_jenkins_waits_for_input(pipelines: Pipelines, host: Host) -> None:
    found = pipelines.one(NIGHTLY)

    assert [(one.name, one.state, one.environment) for one in found.stages] == [
        ("Plan", "succeeded", ""),
        ("Apply to production", "waiting", "production"),
    ]
    (approval,) = found.approvals
    assert (approval.action, approval.execution) == ("ApplyIt", "41")
    assert approval.revision is not None
    assert approval.revision.message == "Resize disks"
    assert host.asked[-1][2]["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("name", "is_approved", "path", "body"),
    [
        (
            CARDS,
            True,
            "/repos/shop/cards/actions/runs/30433642/pending_deployments",
            {
                "environment_ids": [161088068],
                "state": "approved",
                "comment": "Approved by Ana through Ground Control",
            },
        ),
        (NIGHTLY, True, "/job/infra/job/nightly/41/input/ApplyIt/proceedEmpty", None),
        (NIGHTLY, False, "/job/infra/job/nightly/41/input/ApplyIt/abort", None),
    ],
)
def test_a_decision_is_one_post(
    pipelines: Pipelines,
    reach: Reach,
    host: Host,
    name: str,
    is_approved: bool,
    path: str,
    body: Any,
) -> None:
    wanted = decision(pipelines, name, is_approved=is_approved)
    connect_writers(reach).at(pipelines.one(name).home).decide(wanted)

    assert host.posted == [(path, body)]


@pytest.mark.parametrize(
    ("name", "path", "now"),
    [
        (CARDS, "GET /repos/shop/cards/actions/runs/30433642", {**RUN, "run_attempt": 2}),
        (CARDS, "GET /repos/shop/cards/actions/runs/30433642/pending_deployments", []),
        (NIGHTLY, "GET /job/infra/job/nightly/41/wfapi/pendingInputActions", []),
    ],
)
def test_another_request_than_the_one_that_was_seen_is_over(
    pipelines: Pipelines, reach: Reach, host: Host, name: str, path: str, now: Any
) -> None:
    wanted = decision(pipelines, name)
    host.answers[path] = now
    with pytest.raises(OpsError) as caught:
        connect_writers(reach).at(pipelines.one(CARDS if name == CARDS else NIGHTLY).home).decide(
            wanted
        )

    assert "because that request for approval is over" in told(caught.value)
    assert host.posted == []


def test_a_server_error_after_a_post_leaves_the_outcome_open(
    pipelines: Pipelines, reach: Reach, host: Host
) -> None:
    wanted = decision(pipelines, CARDS)
    host.answers["POST /repos/shop/cards/actions/runs/30433642/pending_deployments"] = 502
    with pytest.raises(OutcomeUnknown):
        connect_writers(reach).at("github").decide(wanted)

    assert len(host.posted) == 1


def test_failed_jobs_run_again_of_the_attempt_that_was_seen(reach: Reach, host: Host) -> None:
    writer = connect_writers(reach).at("github")
    writer.retry(CARDS, "build", "30433642.1")
    assert host.posted[0][0].endswith("/runs/30433642/rerun-failed-jobs")

    with pytest.raises(OpsError) as caught:
        writer.retry(CARDS, "build", "30433642.0")
    assert "a newer run has come into that stage" in told(caught.value)
    connect_writers(reach).at("jenkins").retry(NIGHTLY, "Plan", "41")
    assert host.posted[1:] == [
        ("/job/infra/job/nightly/41/restart/restartPipeline?stageName=Plan", None)
    ]


def test_why_a_job_of_github_failed(pipelines: Pipelines, host: Host) -> None:
    run = {**RUN, "status": "completed", "conclusion": "failure"}
    host.answers["GET /repos/shop/cards/actions/workflows/deploy.yml/runs"] = {
        "workflow_runs": [run]
    }
    host.answers["GET /repos/shop/cards/actions/runs/30433642/jobs"] = FAILED_JOBS
    host.answers["GET /repos/shop/cards/actions/jobs/399444496/logs"] = GITHUB_LOG
    found = pipelines.one(CARDS)
    assert found.failed is not None
    failure = pipelines.failure(found, found.failed)

    assert failure.reason == "Run tests"
    assert failure.lines == ("Error: Process completed with exit code 2.",)


def test_why_a_build_of_jenkins_failed(pipelines: Pipelines, host: Host) -> None:
    describe = "GET /job/infra/job/nightly/41/wfapi/describe"
    plan = host.answers[describe]["stages"][0]
    failed = {**plan, "status": "FAILED", "error": {"message": "script returned exit code 1"}}
    host.answers[describe] = {"stages": [failed]}
    host.answers["GET /job/infra/job/nightly/41/consoleText"] = (
        "[Pipeline] sh\n+ terraform plan\nError: password=wren-harbor-71 was refused\n"
    )
    found = pipelines.one(NIGHTLY)
    assert found.failed is not None
    failure = pipelines.failure(found, found.failed)

    assert failure.reason == "script returned exit code 1"
    assert failure.lines == ("Error: password=••• was refused",)
    assert failure.url == "https://ci.shop.example/job/infra/job/nightly/41/console"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "denies it to my token"),
        (403, "denies it to my token"),
        (404, "does not have that, or does not show it to my token"),
        (429, "asks me to slow down"),
        (500, "answered 500"),
        ("no JSON", "could not be read"),
    ],
)
def test_what_a_host_does_not_give_is_said_and_the_rest_is_told(
    pipelines: Pipelines, host: Host, status: Any, why: str
) -> None:
    host.answers["GET /repos/shop/cards/actions/workflows"] = status
    listing = pipelines.all()

    assert len(listing.pipelines) == 4
    assert sum(target.startswith("/repos/") for _, target, _, _ in host.asked) == 1
    (gap,) = listing.gaps
    assert told(gap).startswith("I could not list the pipelines because")
    assert why in told(gap)


def test_a_host_that_is_gone_and_a_token_that_is_not_there(
    reach: Reach, host: Host, aws: Server
) -> None:
    aws.client("ssm").delete_parameter(Name="/ground-control/jenkins")
    assert reach.all_environments.sources.github is not None
    gone = replace(reach.all_environments.sources.github, url="http://127.0.0.1:9")
    sources = replace(reach.all_environments.sources, github=gone)
    environments = replace(reach.all_environments, sources=sources)
    listing = backend.connect(replace(reach, all_environments=environments)).all()

    said = " ".join(told(one) for one in listing.gaps)
    assert "because GitHub Actions could not be reached" in said
    assert "I could not read the token for Jenkins" in said
    assert len(listing.pipelines) == 3


def test_a_host_that_never_answers_and_one_that_says_too_much(
    reach: Reach, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(web, "_READ_SECONDS", 0.05)
        slow = web.Web("Jenkins", f"http://127.0.0.1:{silent.getsockname()[1]}", dict)
        with pytest.raises(OpsError) as caught:
            slow.get("/x", phrase("list_pipelines"))
    assert caught.value.kind == "timeout"
    assert "because Jenkins did not answer in time" in told(caught.value)

    monkeypatch.setattr(web, "_MOST_BYTES", 10)
    with pytest.raises(OpsError) as caught:
        backend.connect(reach).one(CARDS)
    assert "because the answer of GitHub Actions is too long" in told(caught.value)
    assert host.posted == []


def test_a_token_in_secrets_manager(reach: Reach) -> None:
    class Vault:
        def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - AWS's name
            return {"SecretString": f"token of {SecretId.rpartition(':')[2]}"}

    class Own(Sessions):
        def own_client(self, service: str, region: str) -> Any:
            assert (service, region) == ("secretsmanager", "eu-central-1")
            return Vault()

    vault = replace(reach, sessions=Own(reach.clock))
    arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ci"

    assert web.token_of(vault, arn, "Jenkins") == "token of ci"


def test_neither_has_a_rollback(pipelines: Pipelines, reach: Reach) -> None:
    for name, words in ((CARDS, "GitHub Actions"), (NIGHTLY, "Jenkins")):
        found = pipelines.one(name)
        with pytest.raises(OpsError) as caught:
            pipelines.target(found, found.stages[-1])
        assert f"because {words} has no rollback of a stage" in told(caught.value)
        with pytest.raises(OpsError):
            connect_writers(reach).at(found.home).roll_back(name, "production", "1")


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        ({"github": {"repositories": ["cards"], "token": PARAMETER}}, "must be owner/name"),
        ({"github": {"repositories": ["a/b"], "token": "ghp_123"}}, "never the token itself"),
        ({"jenkins": {"url": "ci", "user": "u", "token": SECRET, "jobs": ["a"]}}, "http or https"),
        ({"travis": {}}, "unknown key 'travis'"),
    ],
)
def test_sources_that_are_wrong(sources: Any, problem: str) -> None:
    where = {"account": "123456789012", "region": "us-east-1", "cluster": "live"}
    with pytest.raises(DocumentError) as caught:
        environments_from_json({"environments": {"live": where}, "sources": sources})

    assert problem in str(caught.value)

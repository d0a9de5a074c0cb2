"""Which commit an image says that it was built from, and what is said where none is known."""

from datetime import timedelta
from typing import Any

import pytest

from fulfillment.ops.provenance import Origin
from fulfillment.ops.provenance.reading import Labels
from tests.fulfillment.language import english
from tests.fulfillment.ops.changes.test_faults import NOW, SLOW, Answers, a_reach, error

ID = "e83d5a0c9b17f24686ad03f1c5e7920b4d6f8a1c"
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com/orders"
REVISION, SOURCE = "org.opencontainers.image.revision", "org.opencontainers.image.source"


def a_world(image: str = f"{ECR}:1.2.0", tags: Any = (), **labels: str) -> dict[str, Any]:
    """One service, of that image."""
    deployment = {
        "status": "PRIMARY",
        "rolloutState": "COMPLETED",
        "taskDefinition": f"arn:{image}",
        "runningCount": 1,
    }
    container = {"name": "orders", "image": image, "dockerLabels": labels}
    sidecar = {"name": "proxy", "image": "proxy:9", "dockerLabels": {REVISION: "0" * 40}}
    details = {"imageTags": list(tags), "imageDigest": "sha256:abc"}
    return {
        "list_services": {"serviceArns": ["arn:x/orders"]},
        "describe_services": {"services": [{"serviceName": "orders", "deployments": [deployment]}]},
        "describe_task_definition": {
            "taskDefinition": {"containerDefinitions": [sidecar, container]}
        },
        "describe_images": {
            "imageDetails": [{**details, "imagePushedAt": NOW - timedelta(days=2)}],
        },
    }


def running(answers: Answers, service: str = "") -> Origin:
    (one,) = Labels(a_reach(answers)).running(["live"], service).running
    assert one.environment == "live"
    return one.origin


def test_a_label_of_the_services_own_container_comes_first() -> None:
    origin = running(a_world(tags=["1.2.0", "7654321a"], **{REVISION: ID.upper(), SOURCE: "s"}))

    assert (origin.commit, origin.source, origin.how) == (ID, "s", "label")


@pytest.mark.parametrize("tag", ["e83d5a0c", "sha-e83d5a0c", "git-e83d5a0c"])
def test_a_version_may_be_a_commit(tag: str) -> None:
    origin = running(a_world(f"{ECR}:{tag}"))

    assert (origin.commit, origin.how) == ("e83d5a0c", "version")


def test_another_tag_of_the_image_may_be_one() -> None:
    origin = running(a_world(tags=["1.2.0", "20261126", "e83d5a0c"]))

    assert (origin.commit, origin.how) == ("e83d5a0c", "tag")
    assert (origin.digest, origin.pushed_age_seconds) == ("sha256:abc", 2 * 86_400)


@pytest.mark.parametrize("label", ["", "unknown", "main", "e83d"])
def test_else_nothing_is_known(label: str) -> None:
    origin = running(a_world(tags=["1.2.0"], **{REVISION: label}), "orders")

    assert (origin.commit, origin.how) == ("", "")


def test_an_image_of_another_registry_is_not_asked_for() -> None:
    answers = {**a_world("docker.io/shop/orders:1.2.0"), "describe_images": error("NeverAsked")}

    assert running(answers).gaps == ()


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (error("ThrottlingException"), "AWS asks me to slow down"),
        (error("AccessDeniedException"), "AWS denies it"),
        (SLOW, "AWS did not answer in time"),
        (error("ImageNotFoundException"), ""),
    ],
)
def test_a_registry_that_does_not_answer_leaves_a_gap(failure: Exception, why: str) -> None:
    origin = running({**a_world(), "describe_images": failure})

    assert origin.commit == ""
    (gap,) = origin.gaps
    assert english().phrase(gap).startswith("I could not read the image orders:1.2.0 because")
    assert why in english().phrase(gap)


def test_services_that_cannot_be_listed_are_a_gap() -> None:
    found = Labels(a_reach({"list_services": error("AccessDeniedException")})).running(["live"])

    assert found.running == ()
    assert "list the services of live" in english().phrase(found.gaps[0])


def test_a_task_definition_that_cannot_be_read_is_a_gap_beside_the_others() -> None:
    world = a_world(**{REVISION: ID})
    both = [*world["describe_services"]["services"], *a_world()["describe_services"]["services"]]
    answers = {
        **world,
        "describe_services": {"services": both},
        "describe_task_definition": [
            error("ThrottlingException"),
            world["describe_task_definition"],
        ],
    }
    found = Labels(a_reach(answers)).running(["live"])

    assert len(found.gaps) == 1
    assert "read the task definition" in english().phrase(found.gaps[0])


def test_nothing_runs() -> None:
    assert Labels(a_reach({"list_services": {"serviceArns": []}})).running(["live"]).running == ()


def test_a_version_that_does_not_run_has_the_repository_of_the_one_that_does() -> None:
    world = a_world(tags=["2.0.0", "7654321a"], **{REVISION: ID, SOURCE: "https://h/shop/orders"})
    labels = Labels(a_reach(world))

    assert labels.of_version(["live"], "orders", "1.2.0").commit == ID
    other = labels.of_version(["live"], "orders", "2.0.0")
    assert (other.commit, other.how, other.source) == ("7654321a", "tag", "https://h/shop/orders")


def test_a_version_of_a_service_that_is_not_there_is_known_by_its_name_alone() -> None:
    origin = Labels(a_reach({"describe_services": {"services": []}})).of_version(["live"], "x", ID)

    assert (origin.commit, origin.how, origin.digest) == (ID, "version", "")

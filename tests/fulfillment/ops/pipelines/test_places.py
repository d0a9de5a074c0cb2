"""Which environment a stage deploys to, and whose permission a change of it needs."""

from dataclasses import replace

import pytest

from fulfillment.catalog.environments import environments_from_json
from fulfillment.ops.pipelines.places import (
    also_called,
    governing,
    is_visible,
    placed,
    seen,
    stage_words,
)
from fulfillment.ops.pipelines.port import Approval, Pipeline, Stage

WHERE = {"account": "123456789012", "region": "us-east-1"}
ENVIRONMENTS = environments_from_json(
    {
        "environments": {
            "staging": {**WHERE, "cluster": "staging", "synonyms": ["stage", "pre-production"]},
            "production": {
                **WHERE,
                "cluster": "production",
                "synonyms": ["prod", "live"],
                "pipelines": {"infra": ["Apply"], "hotfix": []},
            },
        }
    }
)


def pipeline(name: str, *stages: str) -> Pipeline:
    """A stage with a "!" begins with an approval."""
    made = tuple(Stage(one.rstrip("!"), "succeeded", is_gated=one.endswith("!")) for one in stages)
    return placed(Pipeline(name, "home", made), ENVIRONMENTS)


@pytest.mark.parametrize(
    ("stage", "environment"),
    [
        ("Production", "production"),
        ("ApproveProd", "production"),
        ("deploy-to-live", "production"),
        ("Pre-Production", "staging"),
        ("STAGE", "staging"),
        ("DeployStaging2", "staging"),
        ("Products", ""),
        ("Delivery", ""),
        ("Build", ""),
    ],
)
def test_a_stage_belongs_to_the_environment_that_it_names(stage: str, environment: str) -> None:
    assert pipeline("orders", stage).stages[0].environment == environment


def test_the_environments_file_says_what_names_do_not() -> None:
    assert [one.environment for one in pipeline("infra", "Plan", "Apply").stages] == [
        "",
        "production",
    ]
    assert pipeline("hotfix", "Build").stages[0].environment == "production"


@pytest.mark.parametrize(
    ("stages", "index", "environment"),
    [
        # What runs by itself up to the next approval counts.
        (("Source", "Build", "Staging", "Production"), 1, "staging production"),
        (("Production", "Staging"), 0, "production staging"),
        (("Staging", "Production", "AnnounceStaging"), 0, "production staging"),
        (("Source", "Build", "Staging", "Production!"), 1, "staging"),
        (("Staging", "Production!"), 1, "production"),
        # An approval of its own stage, before the one that deploys.
        (("Staging", "Approval!", "Production"), 1, "production"),
        # Nothing is reached before the next approval: what comes after it.
        (("Build", "Staging!"), 0, "staging"),
        # Only what lies before.
        (("Staging", "Production", "Announce"), 2, "production"),
        (("Source", "Build"), 1, ""),
    ],
)
def test_whose_permission_a_change_needs(
    stages: tuple[str, ...], index: int, environment: str
) -> None:
    found = pipeline("orders", *stages)

    assert governing(found, found.stages[index]) == tuple(environment.split())


def test_a_pipeline_is_seen_by_who_may_ask_of_one_of_its_environments() -> None:
    assert is_visible(pipeline("orders", "Staging", "Production"), ("staging",))
    assert not is_visible(pipeline("orders", "Production"), ("staging",))
    assert is_visible(pipeline("orders", "Build"), ("staging",))


@pytest.mark.parametrize(
    ("stages", "allowed", "told"),
    [
        ("Source Staging Production!", ("staging",), "Source Staging"),
        ("Source Staging Production!", ("production",), "Source Production"),
        ("Source Staging Production!", ("staging", "production"), "Source Staging Production"),
        # What comes after a deployment tells of it; what an approval opens, the approval tells of.
        ("Staging Test Approval! Production Announce", ("staging",), "Staging Test"),
        ("Staging Approval! Production Announce", ("production",), "Approval Production Announce"),
        ("Source Build!", ("staging",), "Source Build"),
    ],
)
def test_only_stages_of_allowed_environments_are_told(
    stages: str, allowed: tuple[str, ...], told: str
) -> None:
    whole = pipeline("orders", *stages.split())
    waits = tuple(Approval("orders", one.name, "Approve", "1", "d") for one in whole.stages)
    found = seen(replace(whole, approvals=waits), allowed)

    assert [one.name for one in found.stages] == told.split()
    assert [one.stage for one in found.approvals] == told.split()


def test_words_for_pipelines_and_stages() -> None:
    assert also_called("checkout-release") == ("checkout",)
    assert also_called("infra") == ()
    assert also_called("github/shop/orders/deploy") == ("orders deploy",)
    assert also_called("jenkins/nightly") == ("nightly",)
    assert "live" in stage_words("Production", ENVIRONMENTS)
    assert stage_words("Build", ENVIRONMENTS) == ()

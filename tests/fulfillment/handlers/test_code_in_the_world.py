"""Commits and versions of the example world, with the source host's stand-in."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from deploy.local.github import TOKEN, TOKEN_PARAMETER
from fulfillment.catalog.sources import SourceHostEntry, Sources
from fulfillment.handlers import commit_deployed, version_changes
from fulfillment.ops import provenance, registry, source_host
from fulfillment.ops.aws_fleet import AwsFleet
from fulfillment.ops.reach import Reach
from fulfillment.turn import Person, Reply
from tests.deploy.account.harness import Server
from tests.fulfillment.handlers.scripted import a_turn
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
ARN = f"arn:aws:ssm:us-east-1:123456789012:parameter{TOKEN_PARAMETER}"
SPLIT_SHIPMENTS = "e83d5a0c9b17f24686ad03f1c5e7920b4d6f8a1c"


@dataclass
class Asking:
    reach: Reach

    def commit(self, change: str, **slots: str) -> Reply:
        turn = replace(a_turn("CommitDeployed"), now=self.reach.now())
        return commit_deployed.answer(
            turn,
            AwsFleet(self.reach),
            provenance.connect(self.reach),
            source_host.connect(self.reach),
            change=change,
            **slots,
        )

    def versions(self, service: str, *versions: str, **slots: str) -> Reply:
        named = dict(zip(("version", "other_version"), versions, strict=False))
        return version_changes.answer(
            replace(a_turn("VersionChanges"), now=self.reach.now()),
            AwsFleet(self.reach),
            provenance.connect(self.reach),
            registry.connect(self.reach),
            source_host.connect(self.reach),
            service=service,
            **named,
            **slots,
        )


Ask = Callable[[SourceHostEntry | None], Asking]


@pytest.fixture
def asking(fulfillment: Fulfillment, aws: Server) -> Ask:
    """With that source host; None is without one."""
    aws.client("ssm").put_parameter(
        Name=TOKEN_PARAMETER, Value=TOKEN, Type="SecureString", Overwrite=True
    )
    found = fulfillment.application.dispatcher.backends(ANA, ("staging", "production")).reach

    def ask(entry: SourceHostEntry | None) -> Asking:
        environments = replace(found.all_environments, sources=Sources(source_host=entry))
        return Asking(replace(found, all_environments=environments))

    return ask


@pytest.fixture
def ask(asking: Ask, aws: Server) -> Asking:
    return asking(SourceHostEntry(f"{aws.url}/github", ARN, {"monolith": "shop/monolith"}))


def test_the_commits_between_two_versions(ask: Asking) -> None:
    reply = ask.versions("orders", "3.13.0", "3.12.1")

    assert reply.text == "Between **3.12.1** and **3.13.0** of **orders** there are 4 commits."
    assert reply.speech == (
        "Between 3.12.1 and 3.13.0 of orders there are 4 commits. The newest: Split shipments "
        "(#412) by Mia Example; Read stock from the replica (#411) by Jan Example; Fix rounding of "
        "discounts (#409) by Ada Example."
    )
    assert reply.table is not None
    assert [cell.text for cell in reply.table.rows[0]] == [
        "e83d5a0c9",
        "Split shipments (#412)",
        "Mia Example",
        "1 d",
    ]
    assert reply.links[0].url.startswith("https://github.example/shop/orders/compare/c4a97f3e")


def test_what_runs_is_compared_with_the_newest(ask: Asking) -> None:
    reply = ask.versions("orders")

    assert reply.text == (
        "Between **3.12.1** and **3.13.0** of **orders** there are 4 commits. I compared what "
        "**production** runs, 3.12.1, with the newest in the registry, 3.13.0."
    )
    newest = ask.versions("orders", environment="staging")
    assert newest.text == (
        "**staging** runs **3.13.0** of **orders**, the newest there is in the registry."
    )


def test_without_labels_the_tags_tell(ask: Asking) -> None:
    reply = ask.versions("monolith")

    assert "there are 2 commits" in reply.text
    assert reply.text.endswith(
        "I do not see of which commits both were built, so I went by the tags of **shop/monolith**."
    )


def test_without_a_repository_it_is_said_which_images_they_are(ask: Asking) -> None:
    reply = ask.versions("cards", "0.9.8", "1.0.0")

    assert reply.state == "failed"
    assert reply.text.startswith(
        "I cannot tell the commits between **0.9.8** and **1.0.0** of **cards**. I do not know the "
        "repository of **cards**."
    )
    assert "**0.9.8** is the image " in reply.text
    assert "**1.0.0** is the image " in reply.text
    assert "pushed 14 days ago" in reply.text


def test_without_a_source_host_that_is_what_is_missing(asking: Ask) -> None:
    reply = asking(None).versions("orders", "3.12.1", "9.9.9")

    assert reply.speech == (
        "I cannot tell the commits between 3.12.1 and 9.9.9 of orders. I could not ask for source "
        "code because no source host is set up."
    )
    assert "The registry has no image **9.9.9**." in reply.text


def test_a_token_that_does_not_hold(asking: Ask, aws: Server) -> None:
    aws.client("ssm").put_parameter(
        Name=TOKEN_PARAMETER, Value="another", Type="SecureString", Overwrite=True
    )
    reply = asking(SourceHostEntry(f"{aws.url}/github", ARN)).versions("orders")

    assert "because the source host denies it to my token" in reply.text
    assert "another" not in reply.text


def test_where_a_commit_runs(ask: Asking) -> None:
    reply = ask.commit("E83D5A0C9B")

    assert reply.text == (
        "Commit **e83d5a0c9**, `Split shipments (#412)`, runs in **staging** with orders 3.13.0. "
        "It does not run in **production** with orders 3.12.1."
    )
    assert reply.table is not None
    assert [[cell.text for cell in row] for row in reply.table.rows] == [
        ["staging", "orders", "3.13.0", "e83d5a0c9", "yes"],
        ["production", "orders", "3.12.1", "c4a97f3e1", "no"],
    ]


def test_an_ancestor_runs_where_its_descendants_run(ask: Asking) -> None:
    reply = ask.commit("52e8b1a0", service="orders")

    assert reply.text.endswith(
        "runs in **staging** with orders 3.13.0 and **production** with orders 3.12.1."
    )
    assert reply.context == {"service": "orders"}


def test_where_a_pull_request_runs(ask: Asking) -> None:
    merged, pending = ask.commit("#411"), ask.commit("415")

    assert merged.text.startswith("Pull request 411, `Read stock from the replica`, runs in **stag")
    assert merged.links[0].url == "https://github.example/shop/orders/pull/411"
    assert pending.text == "Pull request 415, `Gift wrapping`, is not merged, so it runs nowhere."


def test_what_nobody_has(ask: Asking) -> None:
    assert ask.commit("99999").text == (
        "None of the repositories that I know has pull request 99999."
    )
    unknown = ask.commit("0123abc", service="cards")
    assert unknown.text == (
        "I do not know it of **cards**, as nothing says of which commit they were built."
    )


def test_an_image_without_labels_is_found_by_its_tag(ask: Asking) -> None:
    reply = ask.commit("1198", environment="production")

    assert reply.text.startswith("Pull request 1198, `Index orders by customer`, runs nowhere")


def test_without_a_source_host_only_the_very_commit_is_known(asking: Ask) -> None:
    alone = asking(None)
    reply = alone.commit(SPLIT_SHIPMENTS[:10], service="orders")

    assert reply.text == (
        "Commit **e83d5a0c9** runs in **staging** with orders 3.13.0. I do not know it of "
        "**orders**, as nobody told me how the commits relate. No source host is set up, so I only "
        "know the very commits that images were built of."
    )
    assert alone.commit("412").text.startswith("To tell pull requests I would need a source host")

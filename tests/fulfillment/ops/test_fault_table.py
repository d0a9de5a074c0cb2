"""What a person is told when something cannot be read, is not there, or is too much: one table.

`UPDATE_GOLDEN=1 pytest tests/fulfillment/ops/test_fault_table.py` writes it anew: read the diff.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from deploy.local.github import TOKEN, TOKEN_PARAMETER
from fulfillment.catalog.sources import GithubSource, JenkinsSource, SourceHostEntry, Sources
from fulfillment.markdown import plain
from fulfillment.turn import Reply
from tests.deploy.account.harness import Server
from tests.fulfillment import world
from tests.fulfillment.ops.edge import LATE, Edge, watching
from tests.fulfillment.ops.fault_cases import ALIKE, CASES, Case

TABLE = Path(__file__).parents[2] / "golden" / "faults" / "en_US.txt"
ARN = f"arn:aws:ssm:us-east-1:123456789012:parameter{TOKEN_PARAMETER}"
UNIT = r"(?:second|minute|hour|day)s?\b"
HOST = "http://made-up.example"


@dataclass
class Asking:
    """The product on one simulated account for the whole file: nothing here writes."""

    plain: world.Fulfillment
    hosting: world.Fulfillment
    edge: Edge

    def ask(self, case: Case, locale: str = "en_US", **arranged: Any) -> Reply:
        of = self.hosting if case.fails_on_web else self.plain
        with self.edge.as_arranged(**arranged):
            parts_of(of).remembered._known.clear()
            return of.invoke("ana", "intent", case.intent, case.slots, locale=locale)


def parts_of(made: world.Fulfillment) -> Any:
    return made.application.dispatcher.backends.__self__  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def asking(account: Server, environ: dict[str, str]) -> Iterator[Asking]:
    account.control("POST", "/ground/reset", {})
    world.empty(account)
    with pytest.MonkeyPatch.context() as patch, watching() as edge:
        patch.setenv("AWS_ENDPOINT_URL", account.url)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        account.client("ssm").put_parameter(
            Name=TOKEN_PARAMETER, Value=TOKEN, Type="SecureString", Overwrite=True
        )
        plain_one = world.compose(account, environ)
        edge.listen(parts_of(plain_one).audit_reader._client)
        made = Asking(plain_one, with_hosts(plain_one, account.url), edge)
        made.ask(CASES[0], changed={"ecs.DescribeServices": ALIKE})
        yield made


def with_hosts(made: world.Fulfillment, url: str) -> world.Fulfillment:
    """With the source host's stand-in, and a GitHub and a Jenkins that have pipelines."""
    dispatcher = made.application.dispatcher
    parts = parts_of(made)
    sources = Sources(
        github=GithubSource(("shop/cards",), ARN, HOST),
        jenkins=JenkinsSource(HOST, "ground-control", ARN, ("infra/nightly",)),
        source_host=SourceHostEntry(f"{url}/github", ARN, {"monolith": "shop/monolith"}),
    )
    environments = replace(parts.environments, sources=sources)
    backends = replace(parts, environments=environments).backends
    dispatcher = replace(dispatcher, environments=environments, backends=backends)
    # An event is only ever once, whichever of the two is asked.
    application = replace(made.application, dispatcher=dispatcher)
    return replace(made, application=application, count=10_000)


def days(case: Case) -> dict[str, Mapping[str, Any]]:
    """What is arranged for each column of the table."""
    failing = {
        "throttled": (case.throttled, 429),
        "denied": (case.denied, 403),
        "timeout": (LATE, LATE),
    }
    found: dict[str, Mapping[str, Any]] = {
        name: {
            "errors": dict.fromkeys(case.operations, code),
            "pages": case.pages,
            "web": status if case.fails_on_web else 0,
        }
        for name, (code, status) in failing.items()
    }
    if case.empty or case.empty_pages:
        found["empty"] = {"changed": case.empty, "pages": {**case.pages, **case.empty_pages}}
    if case.huge or case.huge_pages:
        found["huge"] = {"changed": case.huge, "pages": {**case.pages, **case.huge_pages}}
    return found


def block(asking: Asking, case: Case) -> str:
    asked = " ".join(f"{name}={value}" for name, value in case.slots.items())
    lines = [f"== {case.adapter} ==", f"   {case.intent} {asked}".rstrip()]
    for name, arranged in days(case).items():
        lines += ["", name, *said(asking.ask(case, **arranged))]
    return "\n".join(lines) + "\n"


def said(reply: Reply) -> Iterator[str]:
    """The words; what is a time of the day or a day of the calendar is left out."""
    state = "" if reply.state == "done" else f"({reply.state}) "
    yield from (f"  screen  {state}{steady(one)}" for one in reply.text.split("\n"))
    if reply.table is not None:
        yield f"  table   {len(reply.table.rows)} rows"
    yield f"  voice   {steady(reply.speech or plain(reply.text))}"


def steady(text: str) -> str:
    """Without times of the day, and without the ages of a world that is as old as this test."""
    text = re.sub(r"\d{1,2}:\d\d(:\d\d)?", "HH:MM", text)
    return re.sub(rf"\b\d+ {UNIT}(?= ago)|(?<!last )\b\d+ {UNIT}", _any_age, text)


def _any_age(age: re.Match[str]) -> str:
    return f"N {age[0].split()[1].rstrip('s')}s"


def blocks() -> dict[str, str]:
    """Adapter -> its block of the golden file, in its order."""
    text = TABLE.read_text(encoding="utf-8") if TABLE.is_file() else ""
    found = (f"== {one}" for one in re.split(r"^== ", text, flags=re.MULTILINE)[1:])
    return {one.partition("\n")[0].strip("= "): one.rstrip("\n") + "\n" for one in found}


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.adapter)
def test_what_a_person_is_told(asking: Asking, case: Case) -> None:
    told = block(asking, case)
    if os.environ.get("UPDATE_GOLDEN"):
        known = {**blocks(), case.adapter: told}
        ordered = [known[one.adapter] for one in CASES if one.adapter in known]
        TABLE.write_text("\n".join(ordered), encoding="utf-8")
    assert told == blocks().get(case.adapter), f"{TABLE.name}: read the diff of {case.adapter}"


def test_the_table_is_whole_and_each_cell_is_for_a_person() -> None:
    text = TABLE.read_text(encoding="utf-8")

    assert list(blocks()) == [one.adapter for one in CASES]
    for forbidden in (
        "Something went wrong",
        "AWS answered",
        "Exception",
        "arn:",
        "have dealt with",
    ):
        assert forbidden not in text

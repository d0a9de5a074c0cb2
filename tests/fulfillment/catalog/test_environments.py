"""The environments file, names, and what people call them."""

from typing import Any

import pytest

from bot.model import NameWords
from deploy.documents import read_yaml
from fulfillment.catalog.environments import ServiceOverride, environments_from_json
from fulfillment.catalog.names import exact, near
from fulfillment.errors import DocumentError
from tests.fulfillment.world import ROOT

PLACE = {"account": "123456789012", "region": "us-east-1", "cluster": "main"}


def test_the_example_is_readable() -> None:
    environments = environments_from_json(read_yaml(ROOT / "fulfillment/catalog/environments.yaml"))

    assert environments.names() == ("staging", "production")
    assert {environment.cluster for environment in environments.all()} == {"staging", "production"}


@pytest.mark.parametrize("word", ["production", "prod", "PROD", " live "])
def test_an_environment_goes_by_its_synonyms(word: str) -> None:
    environments = environments_from_json(read_yaml(ROOT / "fulfillment/catalog/environments.yaml"))

    found = environments.find(word)
    assert found is not None
    assert found.name == "production"
    assert environments.find("mars") is None


def test_overrides_are_read() -> None:
    override = {"display_name": "Orders", "synonyms": ["shop"], "hidden": True}
    document = {"environments": {"main": {**PLACE, "services": {"orders": override}}}}
    (environment,) = environments_from_json(document).all()

    assert environment.override("orders") == ServiceOverride("Orders", ("shop",), is_hidden=True)
    assert environment.override("cards") == ServiceOverride()


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, ["at least one environment"]),
        ({"environments": []}, ["must be a mapping", "at least one environment"]),
        (
            {
                "environments": {
                    "Main": {**PLACE, "account": 123456789012},
                    "two": {**PLACE, "region": "here", "role": "admin", "synonyms": ["MAIN"]},
                    "six": {**PLACE, "services": {"orders": {"hidden": "yes", "nick": 1}}},
                    "one": {**PLACE, "locale_synonyms": {"german": [], "de_DE": ["two"]}},
                }
            },
            [
                "environments.Main: 'Main' must be named in lower case",
                "environments.Main.account: 123456789012 must be 12 digits, quoted",
                "environments.two.region: 'here' must be an AWS region",
                "environments.two.role: 'admin' must be the ARN of an IAM role",
                "environments.six.services.orders: unknown key 'nick'",
                "environments.six.services.orders.hidden: 'yes' must be true or false",
                "environments.two: 'main' already means Main",
                "environments.one.locale_synonyms: 'german' must be keyed by locale",
                "environments.one: 'two' already means two",
            ],
        ),
    ],
)
def test_every_problem_is_told_at_once(document: Any, told: list[str]) -> None:
    with pytest.raises(DocumentError) as caught:
        environments_from_json(document)

    lines = str(caught.value).splitlines()
    assert all(any(one in line for line in lines) for one in told), lines
    assert len(lines) == len(told)


NAMES = {"orders": ("shop",), "payments": (), "order-archive": ("old orders",), "cards": ()}
ENGLISH = NameWords(before=("the", "our"), after=("service", "app"), endings=("s",))
GERMAN = NameWords(before=("dem", "den", "des"), after=("service",), endings=("s", "en"))


@pytest.mark.parametrize(
    "word", ["dem orders service", "des Orders", "Order", "den Cards", "shops"]
)
def test_another_language_puts_other_words_around_a_name(word: str) -> None:
    assert exact(word, NAMES, GERMAN) in ("orders", "cards")
    assert exact(word, NAMES) is None


def test_a_name_as_it_is_written_comes_before_another_form_of_it() -> None:
    assert exact("card", {"cards": (), "card": ()}, ENGLISH) == "card"


def test_synonyms_of_every_language_are_resolved() -> None:
    place = {**PLACE, "synonyms": ["prod"], "locale_synonyms": {"de_DE": ["Produktion"]}}
    environments = environments_from_json({"environments": {"production": place}})

    found = environments.find("produktion")
    assert found is not None
    assert (found.name, found.locale_synonyms) == ("production", {"de_DE": ("Produktion",)})
    assert environments.find("Prod") is found


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("orders", "orders"),
        ("Orders", "orders"),
        ("the orders service", "orders"),
        ("shop", "orders"),
        ("order archive", "order-archive"),
        ("old_orders", "order-archive"),
        ("order", "orders"),
        ("our cards app", "cards"),
        ("ordres", None),
        ("", None),
    ],
)
def test_a_name_is_found_as_people_say_it(word: str, name: str | None) -> None:
    assert exact(word, NAMES, ENGLISH) == name


def test_slips_are_recognised_nearest_first() -> None:
    assert near("ordres", NAMES)[0] == "orders"
    assert near("paymnets service", NAMES, ENGLISH) == ("payments",)
    assert near("zzz", NAMES) == ()

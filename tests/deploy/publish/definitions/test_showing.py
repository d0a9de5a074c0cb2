"""How a difference is shown: on a terminal, to a program, as a comment that cannot break out."""

import re

from bot.lex.comparing import Change
from deploy.publish.definitions.showing import (
    Difference,
    difference_github,
    difference_json,
    difference_text,
)
from tests.deploy.account.harness import CHECKOUT

GOLDEN = CHECKOUT / "tests/golden/publish"
NASTY = "``` </details> <img src=x onerror=alert(1)> @everyone #1 [x](javascript:1)"
DIFFERENCE = Difference(
    "main (1a2b3c4)",
    templates=(
        Change("", "DeployService", "slot strategy added"),
        Change(
            "en_US",
            "DeployService",
            "2 templates added",
            ("+ ship {service} [as a {strategy}]", f"+ {NASTY}"),
        ),
        Change("en_US", "DeployService", "1 template removed", ("- ship {service}",)),
    ),
    compiled=(Change("en_US", "DeployService", "6 utterances added"),),
)
NONE = Difference("main", (), ())


def test_on_a_terminal() -> None:
    expected = (GOLDEN / "diff.txt").read_text(encoding="utf-8")

    assert difference_text(DIFFERENCE) + "\n" == expected
    assert difference_text(NONE) == "The definition is the same as at main."


def test_as_a_comment() -> None:
    assert difference_github(DIFFERENCE) == (GOLDEN / "diff.md").read_text(encoding="utf-8")
    assert difference_github(NONE).endswith("since `main`\n\nNo change.\n")


def test_what_people_wrote_stands_in_code_only() -> None:
    comment = difference_github(DIFFERENCE)

    outside = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", comment)
    assert NASTY in comment
    assert "img" not in outside
    assert "@everyone" not in outside
    assert outside.count("</details>") == 2


def test_a_comment_is_never_longer_than_github_takes() -> None:
    many = tuple(
        Change("en_US", f"Intent{number}", "templates added", (f"+ {'x' * 300}",) * 20)
        for number in range(200)
    )

    comment = difference_github(Difference("main", many, many))

    assert len(comment) < 65_536
    assert "… and more: run `ground diff` to see all" in comment


def test_for_a_program() -> None:
    document = difference_json(DIFFERENCE)

    assert document["revision"] == "main (1a2b3c4)"
    assert document["definition"][0] == {
        "locale": "",
        "subject": "DeployService",
        "what": "slot strategy added",
        "details": (),
    }
    assert [one["what"] for one in document["lex"]] == ["6 utterances added"]
